using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Text;

namespace EarlyExit.Host.Sessions;

/// <summary>
/// Cells compiled one on top of another, as C# scripts are: each sees what the ones before declared. Roslyn's scripting API does the same,
/// but gives no hand on the compiled code, which is needed to interrupt it, nor on the compilation, which knows what could be typed next.
/// </summary>
internal sealed class SubmissionChain
{
    private static readonly string[] Imports =
        ["System", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Text", "System.Threading.Tasks"];

    private static readonly CSharpParseOptions Syntax = new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    private static readonly EmitOptions WithSymbols = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly SessionAssemblies _assemblies = new();
    private readonly CSharpCompilationOptions _options;
    private readonly List<FieldInfo> _tokens = [];
    private object?[] _states;
    private CSharpCompilation? _last;
    private int _count;

    /// <param name="folders">What relative paths in <c>#r</c> start from, the first that has the file; those in <c>#load</c> from the first.</param>
    /// <param name="globals">The object whose public members every cell sees.</param>
    public SubmissionChain(IReadOnlyList<string> folders, CellGlobals globals)
    {
        _states = [globals, null];
        _options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary,
            usings: Imports,
            optimizationLevel: OptimizationLevel.Release,
            metadataReferenceResolver: new ReferenceResolver(folders),
            sourceReferenceResolver: ScriptSourceResolver.Default.WithBaseDirectory(folders[0]),
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
    }

    /// <summary>What a cell would mean if it came next; nothing is loaded or run.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="name">What messages call it.</param>
    public CSharpCompilation Compile(string code, string name) => CSharpCompilation.CreateScriptCompilation(
        $"\u211B*{_count}",
        SyntaxFactory.ParseSyntaxTree(SourceText.From(code, Encoding.UTF8), Syntax, name),
        _last is null ? [.. ReferenceResolver.FrameworkReferences, CellGlobals.Reference] : null,
        _options.WithScriptClassName($"Submission#{_count}"),
        _last,
        typeof(object),
        typeof(CellGlobals));

    /// <summary>Whether a cell can end here, or waits for more lines.</summary>
    public static bool IsComplete(string code) => SyntaxFactory.IsCompleteSubmission(SyntaxFactory.ParseSyntaxTree(code, Syntax));

    /// <summary>
    /// Compiles a cell, loads it and the assemblies that it names, and runs it. What it declared before it threw stays declared; a cell
    /// that does not compile leaves no trace.
    /// </summary>
    /// <param name="code">The cell.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="cancellation">Interrupts this cell, and functions of earlier cells while it runs.</param>
    /// <returns>The value of its last expression, or null.</returns>
    /// <exception cref="CompilationErrorException">It does not compile.</exception>
    public async Task<object?> RunAsync(string code, string name, CancellationToken cancellation)
    {
        var compilation = Compile(code, name);
        using MemoryStream assembly = new(), symbols = new();
        var emitted = compilation.Emit(assembly, symbols, options: WithSymbols, cancellationToken: cancellation);
        if (emitted.Diagnostics.Any(found => found.Severity == DiagnosticSeverity.Error)) throw new CompilationErrorException("", emitted.Diagnostics);
        foreach (var reference in compilation.DirectiveReferences.OfType<PortableExecutableReference>())
            if (reference.FilePath is { } path && !ReferenceResolver.IsFramework(path))
                _assemblies.LoadFrom(path);
        _count++;
        _last = compilation;
        // Only usings and references: there is nothing to run, and the compiler makes nothing.
        if (!emitted.Success) return null;
        (assembly.Position, symbols.Position) = (0, 0);
        var cell = _assemblies.LoadCell(InterruptPoints.Insert(assembly, symbols));
        _tokens.Add(InterruptPoints.TokenOf(cell));
        foreach (var token in _tokens) token.SetValue(null, cancellation);
        // Slot 0 is the globals'; the compiler numbers the others.
        if (_states.Length < _count + 1) Array.Resize(ref _states, 2 * _states.Length);
        var start = compilation.GetEntryPoint(CancellationToken.None)!;
        var method = cell.GetType(start.ContainingType.MetadataName)!.GetMethod(start.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return await method.CreateDelegate<Func<object?[], Task<object?>>>()(_states).ConfigureAwait(false);
    }
}
