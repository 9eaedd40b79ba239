using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace EarlyExit.Host.Sessions;

/// <summary>
/// C# cells run one after another, each seeing what the ones before declared. It knows nothing of notebooks, files or
/// terminals: a cell's code goes in, events come out.
/// </summary>
public sealed class ScriptSession
{
    internal const string CellName = "cell ";

    private static readonly ImmutableArray<string> Imports =
        ["System", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Text", "System.Threading.Tasks"];

    private readonly InteractiveAssemblyLoader _loader = new();
    private readonly SessionAssemblies _assemblies = new();
    private readonly ScriptOptions _options;
    private readonly Lock _gate = new();
    private Action<SessionEvent>? _emit;
    private ScriptState<object>? _state;

    /// <param name="folder">What relative paths in <c>#r</c> and <c>#load</c> start from.</param>
    public ScriptSession(string folder) => _options = ScriptOptions.Default
        .WithReferences(ReferenceResolver.FrameworkReferences)
        .WithMetadataResolver(new ReferenceResolver(folder, _assemblies, _loader))
        .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(folder))
        .WithImports(Imports)
        .WithLanguageVersion(LanguageVersion.Latest)
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithEmitDebugInformation(true)
        .WithFileEncoding(Encoding.UTF8);

    /// <summary>How many cells have been started; the running cell's number, from 1.</summary>
    public int ExecutionCount { get; private set; }

    /// <summary>
    /// Runs one cell and reports everything it does to <paramref name="emit"/>, which is called by one thread at a time and ends
    /// with <see cref="CellDone"/>. What a failed cell declared before it threw stays declared.
    /// </summary>
    public async Task ExecuteAsync(string code, Action<SessionEvent> emit, CancellationToken cancellation = default)
    {
        lock (_gate)
            _emit = _emit is null ? emit : throw new InvalidOperationException("A cell is still running in this session.");
        ExecutionCount++;
        var error = await Task.Run(() => RunAsync(code, cancellation), CancellationToken.None).ConfigureAwait(false);
        if (error is not null) Emit(error);
        lock (_gate) _emit = null;
        emit(new CellDone(error is null));
    }

    private async Task<CellError?> RunAsync(string code, CancellationToken cancellation)
    {
        RoutedConsole.ListenWith(Emit);
        var cell = $"{CellName}{ExecutionCount}";
        var options = _options.WithFilePath(cell);
        try
        {
            var script = _state is null
                ? CSharpScript.Create<object>(code, options, globalsType: null, _loader)
                : _state.Script.ContinueWith<object>(code, options);
            var next = _state is null
                ? script.RunAsync(globals: null, catchException: _ => true, cancellation)
                : script.RunFromAsync(_state, catchException: _ => true, cancellation);
            _state = await next.ConfigureAwait(false);
            if (_state.Exception is not null) return ErrorReport.Of(_state.Exception, cell);
            if (_state.ReturnValue is { } value) Emit(new DisplayData(ValueDisplay.Of(value)));
            return null;
        }
        catch (CompilationErrorException failed)
        {
            return ErrorReport.Of(failed.Diagnostics);
        }
        catch (Exception failed)
        {
            return ErrorReport.Of(failed, cell);
        }
    }

    private void Emit(SessionEvent found)
    {
        // Text from a thread that outlives its cell belongs to the cell that runs now; between cells nobody listens.
        lock (_gate) _emit?.Invoke(found);
    }
}
