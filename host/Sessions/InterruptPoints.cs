using System.Reflection;
using System.Runtime.CompilerServices;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace EarlyExit.Host.Sessions;

/// <summary>
/// Makes a compiled cell stop when it is asked to. No thread of .NET can be stopped from outside, so the cell has to look for itself: at
/// every turn of a loop and in every function that it calls, it throws if the token that the session put into its module is cancelled.
/// Calls to which it gave no token get that one: an omitted <c>CancellationToken</c> argument, <c>Task.Delay</c>, <c>Task.Wait</c>,
/// <c>Thread.Sleep</c>. A token of the cell's own stays what it is. Code that is not the cell's (one long call into a library that takes
/// no token and prints nothing) is not reached.
/// </summary>
/// <remarks>
/// It is done on the compiled code, where every kind of loop and of function looks the same. Roslyn's own instrumentation
/// (<c>InstrumentationKind.ModuleCancellation</c>) leaves out the top level of a script and replaces the cell's own tokens.
/// </remarks>
internal static class InterruptPoints
{
    private const string TokenField = "Interrupt";

    private static readonly MethodInfo
        Throw = typeof(CancellationToken).GetMethod(nameof(CancellationToken.ThrowIfCancellationRequested))!,
        WaitHandle = typeof(CancellationToken).GetProperty(nameof(CancellationToken.WaitHandle))!.GetMethod!,
        Room = typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.EnsureSufficientExecutionStack))!;

    // The same call with a token, by what the compiler calls the one without.
    private static readonly Dictionary<string, MethodInfo> WithToken = new()
    {
        [$"{typeof(Task)} {typeof(Task)}::Delay({typeof(int)})"] = typeof(Task).GetMethod(nameof(Task.Delay), [typeof(int), typeof(CancellationToken)])!,
        [$"{typeof(Task)} {typeof(Task)}::Delay({typeof(TimeSpan)})"] = typeof(Task).GetMethod(nameof(Task.Delay), [typeof(TimeSpan), typeof(CancellationToken)])!,
        [$"{typeof(void)} {typeof(Task)}::Wait()"] = typeof(Task).GetMethod(nameof(Task.Wait), [typeof(CancellationToken)])!,
    };

    private static readonly Dictionary<string, MethodInfo> Sleeps = new()
    {
        [$"{typeof(void)} {typeof(Thread)}::Sleep({typeof(int)})"] = typeof(WaitHandle).GetMethod(nameof(System.Threading.WaitHandle.WaitOne), [typeof(int)])!,
        [$"{typeof(void)} {typeof(Thread)}::Sleep({typeof(TimeSpan)})"] = typeof(WaitHandle).GetMethod(nameof(System.Threading.WaitHandle.WaitOne), [typeof(TimeSpan)])!,
    };

    /// <summary>Where the session puts the token of a loaded cell.</summary>
    public static FieldInfo TokenOf(Assembly cell) => cell.ManifestModule.GetField(TokenField, BindingFlags.Static | BindingFlags.Public)!;

    /// <summary>The same assembly and symbols, with points at which it can be interrupted.</summary>
    public static (MemoryStream Assembly, MemoryStream Symbols) Insert(Stream assembly, Stream symbols)
    {
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters
        {
            ReadSymbols = true,
            SymbolStream = symbols,
            SymbolReaderProvider = new PortablePdbReaderProvider(),
        });
        var token = new FieldDefinition(TokenField, Mono.Cecil.FieldAttributes.Public | Mono.Cecil.FieldAttributes.Static, module.ImportReference(typeof(CancellationToken)));
        module.GetType("<Module>").Fields.Add(token);
        var writer = new Writer(module, token);
        foreach (var method in module.GetAllTypes().SelectMany(type => type.Methods).Where(method => method.HasBody && !MustNotThrow(method)))
            writer.Rewrite(method);
        var (rewritten, rewrittenSymbols) = (new MemoryStream(), new MemoryStream());
        module.Write(rewritten, new WriterParameters
        {
            WriteSymbols = true,
            SymbolStream = rewrittenSymbols,
            SymbolWriterProvider = new PortablePdbWriterProvider(),
        });
        (rewritten.Position, rewrittenSymbols.Position) = (0, 0);
        return (rewritten, rewrittenSymbols);
    }

    // An exception out of a type initialiser spoils the type for good, one out of a finaliser ends the process.
    private static bool MustNotThrow(MethodDefinition method) => method.Name is ".cctor" or "Finalize";

    private sealed class Writer(ModuleDefinition module, FieldDefinition token)
    {
        private readonly MethodReference _throw = module.ImportReference(Throw), _room = module.ImportReference(Room);

        public void Rewrite(MethodDefinition method)
        {
            var body = method.Body;
            var calls = body.Instructions.Any(instruction => instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj);
            var start = body.Instructions[0];
            body.SimplifyMacros();
            var code = body.GetILProcessor();
            foreach (var instruction in body.Instructions.ToArray())
            {
                if (IsBackward(instruction)) Before(code, instruction, Check());
                else if (IsDefaultToken(instruction)) Replace(code, instruction, [Load(), Instruction.Create(OpCodes.Stobj, token.FieldType)]);
                else if (Called(instruction) is { } called && WithToken.TryGetValue(called, out var other))
                    Replace(code, instruction, [Load(), Instruction.Create(instruction.OpCode, module.ImportReference(other))]);
                else if (Called(instruction) is { } slept && Sleeps.TryGetValue(slept, out var wait))
                    Replace(code, instruction, Wait(body, wait));
            }
            // What leaves an asynchronous method at its very start would not end up in its task.
            if (!method.DeclaringType.Interfaces.Any(found => found.InterfaceType.Name == nameof(IAsyncStateMachine)))
            {
                var isLambda = method.DeclaringType.Name.StartsWith("<>c", StringComparison.Ordinal);
                List<Instruction> entry = isLambda || calls ? [.. Check()] : [];
                if (calls && !isLambda && !method.IsConstructor) entry.Add(Instruction.Create(OpCodes.Call, _room));
                foreach (var instruction in entry) code.InsertBefore(start, instruction);
            }
            body.OptimizeMacros();
        }

        private Instruction Load() => Instruction.Create(OpCodes.Ldsfld, token);

        private Instruction[] Check() => [Instruction.Create(OpCodes.Ldsflda, token), Instruction.Create(OpCodes.Call, _throw)];

        // Waits on the token for as long as it would have slept.
        private Instruction[] Wait(Mono.Cecil.Cil.MethodBody body, MethodInfo wait)
        {
            var time = new VariableDefinition(module.ImportReference(wait.GetParameters()[0].ParameterType));
            body.Variables.Add(time);
            body.InitLocals = true;
            return
            [
                Instruction.Create(OpCodes.Stloc, time),
                Instruction.Create(OpCodes.Ldsflda, token),
                Instruction.Create(OpCodes.Call, module.ImportReference(WaitHandle)),
                Instruction.Create(OpCodes.Ldloc, time),
                Instruction.Create(OpCodes.Callvirt, module.ImportReference(wait)),
                Instruction.Create(OpCodes.Pop),
                .. Check(),
            ];
        }

        private static void Before(ILProcessor code, Instruction instruction, Instruction[] inserted) =>
            Replace(code, instruction, [.. inserted, Copy(instruction)]);

        // In place, so that branches to it, and the regions that start with it, now mean the first of the new ones.
        private static void Replace(ILProcessor code, Instruction instruction, Instruction[] others)
        {
            for (var next = others.Length - 1; next > 0; next--) code.InsertAfter(instruction, others[next]);
            (instruction.OpCode, instruction.Operand) = (others[0].OpCode, others[0].Operand);
        }

        private static Instruction Copy(Instruction instruction)
        {
            var copy = Instruction.Create(OpCodes.Nop);
            (copy.OpCode, copy.Operand) = (instruction.OpCode, instruction.Operand);
            return copy;
        }

        private static bool IsBackward(Instruction instruction) => instruction.Operand switch
        {
            Instruction target => target.Offset <= instruction.Offset,
            Instruction[] targets => targets.Any(target => target.Offset <= instruction.Offset),
            _ => false,
        };

        private static bool IsDefaultToken(Instruction instruction) =>
            instruction is { OpCode.Code: Code.Initobj, Operand: TypeReference type } && type.FullName == typeof(CancellationToken).FullName;

        private static string? Called(Instruction instruction) =>
            instruction is { OpCode.Code: Code.Call or Code.Callvirt, Operand: MethodReference { ReturnType: not null } called } ? called.FullName : null;
    }
}
