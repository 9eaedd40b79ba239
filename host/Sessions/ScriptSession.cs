using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Scripting;

namespace EarlyExit.Host.Sessions;

/// <summary>
/// C# cells run one after another, each seeing what the ones before declared. It knows nothing of notebooks, files or
/// terminals: a cell's code goes in, events come out.
/// </summary>
public sealed class ScriptSession
{
    internal const string CellName = "cell ";

    private readonly SubmissionChain _chain;
    private readonly Lock _gate = new();
    private Action<SessionEvent>? _emit;

    /// <param name="folders">What relative paths in <c>#r</c> start from, the first that has the file; those in <c>#load</c> from the first.</param>
    public ScriptSession(params IReadOnlyList<string> folders) => _chain = new SubmissionChain(folders, new CellGlobals(Emit));

    /// <summary>How many cells have been started; the running cell's number, from 1.</summary>
    public int ExecutionCount { get; private set; }

    /// <summary>
    /// Runs one cell and reports everything it does to <paramref name="emit"/>, which is called by one thread at a time and ends
    /// with <see cref="CellDone"/>. What a failed cell declared before it threw stays declared.
    /// </summary>
    public Task ExecuteAsync(string code, Action<SessionEvent> emit, CancellationToken cancellation = default) =>
        ExecuteAsync(code, $"{CellName}{++ExecutionCount}", readLine: null, emit, cancellation);

    /// <summary>The same for a cell that others number, and that may ask its user for a line.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="readLine">Where <c>Console.ReadLine</c> gets a line from; null for the console that this program has.</param>
    /// <param name="emit">Hears what the cell does.</param>
    /// <param name="cancellation">Interrupts it: it ends with the error <c>Interrupted</c>, and what it had set stays set.</param>
    internal async Task ExecuteAsync(string code, string name, Func<string?>? readLine, Action<SessionEvent> emit, CancellationToken cancellation)
    {
        lock (_gate)
            _emit = _emit is null ? emit : throw new InvalidOperationException("A cell is still running in this session.");
        var error = await Task.Run(() => RunAsync(code, name, readLine, cancellation), CancellationToken.None).ConfigureAwait(false);
        if (error is not null) Emit(error);
        lock (_gate) _emit = null;
        emit(new CellDone(error is null));
    }

    /// <summary>What a cell would mean if it came next; nothing is run.</summary>
    internal CSharpCompilation Compile(string code) => _chain.Compile(code, CellName);

    /// <summary>Whether a cell can end here, or waits for more lines.</summary>
    internal bool IsComplete(string code) => SubmissionChain.IsComplete(code);

    private async Task<CellError?> RunAsync(string code, string name, Func<string?>? readLine, CancellationToken cancellation)
    {
        RoutedConsole.ListenWith(new CellConsole(Write, readLine));
        try
        {
            if (await _chain.RunAsync(code, name, cancellation).ConfigureAwait(false) is { } value)
                Emit(new DisplayData(ValueDisplay.Of(value)));
            return null;
        }
        catch (CompilationErrorException failed)
        {
            return ErrorReport.Of(failed.Diagnostics);
        }
        catch (Exception failed)
        {
            return cancellation.IsCancellationRequested && IsCancellation(failed)
                ? ErrorReport.Interrupted(failed, name)
                : ErrorReport.Of(failed, name);
        }

        // Library code that runs for long tells how it goes: there it can be stopped.
        void Write(StreamText text)
        {
            cancellation.ThrowIfCancellationRequested();
            Emit(text);
        }
    }

    private static bool IsCancellation(Exception failed) => failed is OperationCanceledException
        || failed is AggregateException several && several.Flatten().InnerExceptions.Any(IsCancellation)
        || failed.InnerException is { } inner && IsCancellation(inner);

    private void Emit(SessionEvent found)
    {
        // Text from a thread that outlives its cell belongs to the cell that runs now; between cells nobody listens.
        lock (_gate) _emit?.Invoke(found);
    }
}
