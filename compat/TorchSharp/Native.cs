// How an operator of libtorch is called from here:
//
//     internal static readonly Op relu = new("relu"), mean_dim = new("mean.dim");       // in Aten: schema name[.overload]
//     Tensor y = Native.Call1(Aten.mean_dim, x, new long[] { 2, 3 }, true);              // arguments in the schema's order
//
// * Arguments convert to Arg by themselves: Tensor (null = none), long, int, double, bool, Scalar, string, long[], double[],
//   Tensor[], ScalarType, Device, Generator and their nullables. Arg.Default takes the schema's default in the middle; what is
//   left out at the end takes it anyway; default(Arg) is None. Arg.Optional(tensors) is a list with holes (Tensor?[]).
//   A schema's `float` needs a C# double and its `int` a long or int: libtorch does not convert between them.
// * Call1, Call2, CallList, CallBool, CallScalar by what the operator returns. Each returned Tensor is new and belongs to
//   the innermost dispose scope. InPlace is for operators that change their first argument and returns that very Tensor.
// * Errors of libtorch are ExternalExceptions whose message names the operator and the shapes. No allocation but the results.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>An ATen operator, looked up in libtorch when first called.</summary>
internal sealed class Op(string schema)
{
    private nint handle;

    public string Schema => schema;

    public nint Handle => handle != 0 ? handle : handle = Find();

    private nint Find()
    {
        var dot = schema.IndexOf('.');
        var (name, overload) = dot < 0 ? (schema, "") : (schema[..dot], schema[(dot + 1)..]);
        var found = Bridge.ee_find($"aten::{name}", overload);
        return found != 0 ? found : throw new NotSupportedException($"libtorch {Bridge.Version} has no operator {schema}.");
    }
}

/// <summary>An argument of an operator; see the top of this file.</summary>
internal readonly struct Arg
{
    internal enum Tag { None, Tensor, Int, Double, Bool, Ints, Doubles, Tensors, OptionalTensors, String, Device, Random, Default }

    internal readonly object? Reference;
    internal readonly long Bits;
    internal readonly Tag Kind;
    internal readonly int Extra;

    private Arg(Tag kind, long bits, int extra = 0) => (Kind, Bits, Extra) = (kind, bits, extra);
    private Arg(Tag kind, object? reference) => (Kind, Reference) = (reference is null ? Tag.None : kind, reference);

    public static Arg Default => new(Tag.Default, 0);
    public static Arg Optional(Tensor?[] tensors) => new(Tag.OptionalTensors, tensors);
    public static Arg List(IEnumerable<Tensor> tensors) => new(Tag.Tensors, tensors.ToArray());

    public static implicit operator Arg(Tensor? tensor) => new(Tag.Tensor, tensor);
    public static implicit operator Arg(Tensor[] tensors) => new(Tag.Tensors, tensors);
    public static implicit operator Arg(int value) => new(Tag.Int, value);
    public static implicit operator Arg(long value) => new(Tag.Int, value);
    public static implicit operator Arg(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Arg(bool value) => new(Tag.Bool, value ? 1 : 0);
    public static implicit operator Arg(long? value) => value is { } v ? v : default(Arg);
    public static implicit operator Arg(double? value) => value is { } v ? v : default(Arg);
    public static implicit operator Arg(long[]? values) => new(Tag.Ints, values);
    public static implicit operator Arg(double[]? values) => new(Tag.Doubles, values);
    public static implicit operator Arg(string? text) => new(Tag.String, text);
    public static implicit operator Arg(ScalarType dtype) => new(Tag.Int, (long)Usable(dtype));
    // libtorch does not check the number of a type: with one that it has no elements of, or quantised ones, the process ends.
    private static ScalarType Usable(ScalarType dtype) => dtype is >= ScalarType.Byte and <= ScalarType.Bool and not (ScalarType)8 or ScalarType.BFloat16
        ? dtype
        : throw new ArgumentException($"{dtype} was given as a tensor's type, expected one of plain numbers.", nameof(dtype));

    public static implicit operator Arg(ScalarType? dtype) => dtype is { } d ? d : default(Arg);
    public static implicit operator Arg(Device? device) => device is null ? default : new(Tag.Device, (long)device.type, device.index);
    public static implicit operator Arg(Generator? generator) => new(Tag.Random, generator);
    public static implicit operator Arg(Scalar? scalar) => scalar is null ? default : scalar.AsArg();

    internal static Arg OfScalar(Tag kind, long bits) => new(kind, bits);
}

internal static unsafe class Native
{
    public static Tensor Call1(Op op, params ReadOnlySpan<Arg> args)
    {
        Expect(op, 1, Invoke(op, args, out var results));
        return Take(results[0]);
    }

    public static (Tensor, Tensor) Call2(Op op, params ReadOnlySpan<Arg> args)
    {
        Expect(op, 2, Invoke(op, args, out var results));
        return (Take(results[0]), Take(results[1]));
    }

    public static Tensor[] CallList(Op op, params ReadOnlySpan<Arg> args) => TakeAll(Invoke(op, args, out var results), results);

    /// <summary>An in-place operator, of which the first argument is the tensor that changes; returns that tensor, as TorchSharp does.</summary>
    public static Tensor InPlace(Op op, params ReadOnlySpan<Arg> args)
    {
        Expect(op, 1, Invoke(op, args, out var results));
        Bridge.ee_release((nint)results[0].Bits);
        return (Tensor)args[0].Reference!;
    }

    public static bool CallBool(Op op, params ReadOnlySpan<Arg> args)
    {
        Expect(op, 1, Invoke(op, args, out var results));
        return results[0].Bits != 0;
    }

    /// <summary>A scalar result of whatever type: its kind and bits.</summary>
    public static (Arg.Tag Kind, long Bits) CallScalar(Op op, params ReadOnlySpan<Arg> args)
    {
        Expect(op, 1, Invoke(op, args, out var results));
        return ((Arg.Tag)results[0].Tag, results[0].Bits);
    }

    internal static Tensor[] TakeAll(long count, Bridge.Result* results)
    {
        var tensors = new Tensor[count];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = Take(results[i]);
        return tensors;
    }

    // An operator may leave an optional result undefined; its Tensor is invalid.
    private static Tensor Take(in Bridge.Result result) => result.Bits == 0 ? Tensor.Undefined() : new Tensor((nint)result.Bits, result.Bytes);

    private static void Expect(Op op, int expected, long count)
    {
        if (count != expected) throw new InvalidOperationException($"{op.Schema} returned {count} results, expected {expected}.");
    }

    [SkipLocalsInit]
    private static long Invoke(Op op, ReadOnlySpan<Arg> args, out Bridge.Result* results)
    {
        var words = 0;
        foreach (ref readonly var arg in args) words += WordsOf(arg);
        var natives = stackalloc Bridge.Argument[args.Length];
        long count;
        var lists = words > 256 ? new long[words] : stackalloc long[words];
        fixed (long* start = lists)
        fixed (Bridge.Result** place = &results)
        {
            var room = start;
            for (var i = 0; i < args.Length; i++) natives[i] = Lower(args[i], ref room);
            count = Bridge.ee_call(op.Handle, natives, args.Length, place);
        }
        // The finaliser must not release a tensor while libtorch works on it.
        foreach (ref readonly var arg in args) GC.KeepAlive(arg.Reference);
        return count >= 0 ? count : throw Failure(op.Schema, args);
    }

    // How many 8-byte words an argument's list or text needs beside it.
    private static int WordsOf(in Arg arg) => arg.Kind switch
    {
        Arg.Tag.Ints or Arg.Tag.Doubles or Arg.Tag.Tensors or Arg.Tag.OptionalTensors => Unsafe.As<Array>(arg.Reference!).Length,
        Arg.Tag.String => (Encoding.UTF8.GetByteCount((string)arg.Reference!) + 7) / 8,
        _ => 0,
    };

    private static Bridge.Argument Lower(in Arg arg, ref long* room)
    {
        var place = room;
        switch (arg.Kind)
        {
            case Arg.Tag.Tensor:
                return new(arg.Kind, 0, Unsafe.As<Tensor>(arg.Reference!).Handle);
            case Arg.Tag.Random:
                return new(arg.Kind, 0, ((Generator)arg.Reference!).Handle);
            case Arg.Tag.Ints:
                foreach (var value in (long[])arg.Reference!) *room++ = value;
                return new(arg.Kind, (int)(room - place), (long)place);
            case Arg.Tag.Doubles:
                foreach (var value in (double[])arg.Reference!) *room++ = BitConverter.DoubleToInt64Bits(value);
                return new(arg.Kind, (int)(room - place), (long)place);
            case Arg.Tag.Tensors or Arg.Tag.OptionalTensors:
                foreach (var tensor in (Tensor?[])arg.Reference!) *room++ = tensor is null ? 0 : tensor.Handle;
                return new(arg.Kind, (int)(room - place), (long)place);
            case Arg.Tag.String:
                var bytes = Encoding.UTF8.GetBytes((string)arg.Reference!, new Span<byte>(room, WordsOf(arg) * 8));
                room += WordsOf(arg);
                return new(arg.Kind, bytes, (long)place);
            default:
                return new(arg.Kind, arg.Extra, arg.Bits);
        }
    }

    private static ExternalException Failure(string name, ReadOnlySpan<Arg> args)
    {
        var text = Bridge.Error;
        var shapes = new List<string>();
        foreach (ref readonly var arg in args)
        {
            if (arg.Reference is Tensor tensor) shapes.Add(Shape(tensor));
            else if (arg.Reference is Tensor?[] list) shapes.Add($"({string.Join(", ", list.Select(t => t is null ? "None" : Shape(t)))})");
        }
        return new ExternalException($"{name}({string.Join(", ", shapes)}): {text}");

        static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
    }

    /// <summary>For the bridge's entries beside the dispatcher: throws if <paramref name="code"/> says that one failed.</summary>
    public static long Check(long code, [CallerMemberName] string name = "") =>
        code >= 0 ? code : throw new ExternalException($"{name}: {Bridge.Error}");
}
