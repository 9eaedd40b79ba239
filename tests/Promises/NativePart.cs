using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Promises;

/// <summary>
/// A child that calls every public method of the tensor library by reflection with arguments that do not fit: wrong shapes, types and
/// devices, disposed tensors, negative and huge sizes. Each call may throw whatever it likes; the process has to live.
/// </summary>
internal static partial class NativePart
{
    // What stops the world for others or works for ever by its meaning, not by a fault.
    private static readonly string[] Left = ["set_num_threads", "set_num_interop_threads", "InitializeDeviceType", "TryInitializeDeviceType", "set_default_dtype", "set_default_device", "Dispose", "Finalize"];

    private static readonly string Folder = Directory.CreateTempSubdirectory("earlyexit-native-").FullName;

    /// <summary>Every method that is called, in a fixed order.</summary>
    public static IReadOnlyList<MethodBase> Entries { get; } =
    [
        .. typeof(torch).Assembly.GetExportedTypes().Where(type => !typeof(Delegate).IsAssignableFrom(type) && !type.IsEnum && !type.IsInterface && !type.ContainsGenericParameters)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Cast<MethodBase>()
                .Concat(type.IsAbstract ? [] : type.GetConstructors()))
            .Where(method => !Left.Contains(method.Name) && !method.GetParameters().Any(parameter => parameter.ParameterType.IsPointer || parameter.ParameterType.IsByRefLike && !IsSpan(parameter.ParameterType)))
            .OrderBy(method => $"{method.DeclaringType!.FullName} {method}", StringComparer.Ordinal),
    ];

    /// <summary>Calls each method from <paramref name="arguments"/>[1] on [0] times with the seed [2]; before each method a line with its number and name, at the end counts.</summary>
    public static void Play(string[] arguments)
    {
        var (times, first, seed) = (int.Parse(arguments[0]), int.Parse(arguments[1]), int.Parse(arguments[2]));
        LimitMemory();
        torch.set_num_threads(1);
        var (calls, threw, kinds) = (0L, 0L, new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var k = first; k < Entries.Count; k++)
        {
            Console.Out.WriteLine($"{k} {Entries[k].DeclaringType!.Name}.{Entries[k].Name}");
            Console.Out.Flush();
            for (var time = 0; time < times; time++)
            {
                var random = new Random(unchecked(seed * 7919 + k * 104729 + time));
                calls++;
                try
                {
                    using var scope = NewDisposeScope();
                    Call(Entries[k], random);
                }
                catch (Exception error)
                {
                    var inner = error is TargetInvocationException { InnerException: { } own } ? own : error;
                    threw++;
                    kinds[inner.GetType().Name] = kinds.GetValueOrDefault(inner.GetType().Name) + 1;
                }
            }
            if (k % 50 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        Console.Out.WriteLine($"calls {calls} {threw} {string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Value}"))}");
        // The process still computes.
        using var sum = ones(4).sum();
        Console.Out.WriteLine($"alive {sum.item<float>()}");
        Directory.Delete(Folder, recursive: true);
    }

    private static void Call(MethodBase method, Random random)
    {
        if (method is MethodInfo { IsGenericMethodDefinition: true } generic)
            method = generic.MakeGenericMethod([.. generic.GetGenericArguments().Select(argument => random.Next(3) switch { 0 => typeof(float), 1 => typeof(long), _ => typeof(byte) })]);
        object?[] values = [.. method.GetParameters().Select(parameter => Value(parameter, random, depth: 0))];
        var result = method is ConstructorInfo constructor ? constructor.Invoke(values)
            : method.Invoke(method.IsStatic ? null : Value(method.DeclaringType!, random, 0) ?? throw new ArgumentException("no instance"), values);
        // What a module or a view is good for shows when it is used.
        switch (result)
        {
            case nn.Module<Tensor, Tensor> module: module.call(Any(random)); break;
            case Tensor { IsInvalid: false } tensor when tensor.requires_grad && tensor.numel() == 1: tensor.backward(); break;
            case IDisposable disposable and not Tensor: disposable.Dispose(); break;
        }
    }

    private static object? Value(ParameterInfo parameter, Random random, int depth) =>
        parameter.HasDefaultValue && random.Next(2) == 0 ? (parameter.DefaultValue is DBNull ? null : parameter.DefaultValue) : Value(parameter.ParameterType, random, depth);

    private static object? Value(Type type, Random random, int depth)
    {
        if (type.IsByRef) type = type.GetElementType()!;
        if (Nullable.GetUnderlyingType(type) is { } underlying) return random.Next(3) == 0 ? null : Value(underlying, random, depth);
        if (depth > 3) return type.IsValueType ? Activator.CreateInstance(type) : null;
        if (!type.IsValueType && random.Next(25) == 0) return null;
        if (type == typeof(Tensor)) return Any(random);
        if (type == typeof(TorchSharp.Modules.Parameter)) return new TorchSharp.Modules.Parameter(rand(random.Next(1, 4), 3), true);
        if (type == typeof(Scalar)) return random.Next(3) switch { 0 => (Scalar)Number(random), 1 => (Scalar)(Number(random) * .3), _ => (Scalar)double.NaN };
        if (type == typeof(long)) return Number(random);
        if (type == typeof(int)) return (int)Math.Clamp(Number(random), int.MinValue, int.MaxValue);
        if (type == typeof(double)) return random.Next(6) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => -1.0, 3 => 0.0, _ => random.NextDouble() * 3 };
        if (type == typeof(float)) return (float)(double)Value(typeof(double), random, depth)!;
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(string)) return new[] { "", "a", "mean", "ii,ij->ij", Path.Combine(Folder, $"f{random.Next(3)}"), "/nowhere/at all" }[random.Next(6)];
        if (type == typeof(Device)) return CPU;
        if (type == typeof(TensorIndex)) return random.Next(6) switch { 0 => TensorIndex.Ellipsis, 1 => TensorIndex.Colon, 2 => TensorIndex.Null, 3 => TensorIndex.Slice(Number(random), Number(random)), 4 => TensorIndex.Tensor(Any(random)), _ => TensorIndex.Single(Number(random)) };
        if (type == typeof(object)) return random.Next(2) == 0 ? Any(random) : Number(random);
        if (type == typeof(Stream)) return new MemoryStream(new byte[random.Next(20)]);
        if (type == typeof(BinaryReader)) return new BinaryReader(new MemoryStream(Enumerable.Range(0, random.Next(40)).Select(_ => (byte)random.Next(256)).ToArray()));
        if (type == typeof(BinaryWriter)) return new BinaryWriter(new MemoryStream());
        if (type.IsEnum) return Enum.ToObject(type, random.Next(-1, 14));
        if (type.IsArray) return Many(type.GetElementType()!, random, depth);
        if (type.IsGenericType && type.GetGenericArguments() is [var element] && (type.IsInterface || IsSpan(type)))
        {
            var many = Many(element, random, depth);
            return type.IsAssignableFrom(many.GetType()) ? many : typeof(List<>).MakeGenericType(element).GetConstructor([typeof(IEnumerable<>).MakeGenericType(element)])!.Invoke([many]) is var list && type.IsInstanceOfType(list) ? list : null;
        }
        if (typeof(ITuple).IsAssignableFrom(type)) return Activator.CreateInstance(type, [.. type.GetGenericArguments().Select(part => Value(part, random, depth + 1))]);
        if (typeof(Delegate).IsAssignableFrom(type)) return null;
        if (type.IsInterface || type.IsAbstract)
        {
            if (type.IsAssignableFrom(typeof(TorchSharp.Modules.Linear))) return random.Next(2) == 0 ? nn.Linear(3, 2) : nn.ReLU();
            if (type.IsAssignableFrom(typeof(TorchSharp.Modules.SGD))) return optim.SGD(nn.Linear(3, 2).parameters(), .1);
            return null;
        }
        if (type.IsPrimitive) return Convert.ChangeType(random.Next(4), type);
        // Modules, optimisers and the rest come from a factory of theirs, or from a constructor.
        var makers = Entries.Where(method => !method.IsGenericMethod && (method is ConstructorInfo ? method.DeclaringType == type : method is MethodInfo { IsStatic: true } maker && maker.ReturnType == type)).ToArray();
        if (makers.Length > 0)
        {
            var maker = makers[random.Next(makers.Length)];
            object?[] values = [.. maker.GetParameters().Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : parameter.ParameterType == typeof(long) || parameter.ParameterType == typeof(int) ? Convert.ChangeType(1 + random.Next(4), parameter.ParameterType) : Value(parameter.ParameterType, random, depth + 1))];
            return maker is ConstructorInfo constructor ? constructor.Invoke(values) : maker.Invoke(null, values);
        }
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }

    private static Array Many(Type element, Random random, int depth)
    {
        var many = Array.CreateInstance(element, random.Next(5));
        for (var k = 0; k < many.Length; k++)
            if (Value(element, random, depth + 1) is { } value)
                many.SetValue(value, k);
        return many;
    }

    // Small or far beyond any memory, nothing between that would really be taken.
    private static long Number(Random random) => random.Next(12) switch { 0 => -1, 1 => 0, 2 => 1L << 45, 3 => long.MaxValue, 4 => long.MinValue, 5 => -7, 6 => 99, _ => random.Next(1, 5) };

    private static Tensor Any(Random random)
    {
        long[][] shapes = [[], [0], [3], [2, 3], [3, 2], [1, 1], [2, 3, 4], [0, 3], [2, 3, 4, 4], [1, 2, 3, 2, 2]];
        var shape = shapes[random.Next(shapes.Length)];
        var tensor = random.Next(8) switch
        {
            0 => ones(shape, dtype: ScalarType.Int64),
            1 => zeros(shape, dtype: ScalarType.Bool),
            2 => rand(shape, dtype: ScalarType.Float64),
            3 => ones(shape, dtype: ScalarType.Byte),
            4 => full(shape, float.NaN),
            5 => rand(shape, requires_grad: true),
            _ => rand(shape),
        };
        if (random.Next(10) == 0 && tensor.ndim >= 2) tensor = tensor.transpose(0, 1);
        if (random.Next(12) == 0) tensor.Dispose();
        return tensor;
    }

    private static bool IsSpan(Type type) => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Span<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>));

    // A size that is taken seriously after all is an error of this process, not the end of others.
    private static void LimitMemory()
    {
        if (OperatingSystem.IsLinux()) _ = setrlimit(2, [4UL << 30, 4UL << 30]);
    }

    [LibraryImport("libc")]
    private static partial int setrlimit(int resource, ulong[] limits);
}
