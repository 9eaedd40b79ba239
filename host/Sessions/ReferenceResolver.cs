using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace EarlyExit.Host.Sessions;

/// <summary>
/// Resolves <c>#r</c>: paths are relative to the notebook's folder, names without a folder may also be the framework's.
/// Nothing else is found by itself: a type that a cell uses needs an <c>#r</c> for its assembly, as in other C# kernels.
/// </summary>
internal sealed class ReferenceResolver(IReadOnlyList<string> folders) : MetadataReferenceResolver
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private readonly ConcurrentDictionary<string, PortableExecutableReference> _found = new();

    /// <summary>The framework's own assemblies, which every cell may use; none of the host's.</summary>
    public static ImmutableArray<MetadataReference> FrameworkReferences { get; } =
    [
        .. Directory.EnumerateFiles(Framework, "*.dll").Where(IsManaged).Order(StringComparer.Ordinal)
            .AsParallel().AsOrdered().Select(file => MetadataReference.CreateFromFile(file, documentation: XmlDocumentation.OfFramework(file))),
    ];

    /// <summary>Whether an assembly is part of the framework, and so there without being loaded.</summary>
    public static bool IsFramework(string path) => Path.GetDirectoryName(path) == Framework;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var path = folders.Select(folder => Path.GetFullPath(reference, folder)).FirstOrDefault(File.Exists);
        if (path is null && Path.GetFileName(reference) == reference)
            path = new[] { reference, reference + ".dll" }.Select(name => Path.Combine(Framework, name)).FirstOrDefault(File.Exists);
        // An assembly is loaded once, so that what it offers stays what it was when it was first named.
        return path is null ? [] : [_found.GetOrAdd(path, file => MetadataReference.CreateFromFile(file, properties, XmlDocumentation.Beside(file)))];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static bool IsManaged(string file)
    {
        var name = Path.GetFileName(file);
        if (name.Contains(".Native", StringComparison.Ordinal)) return false;
        return name.StartsWith("System.", StringComparison.Ordinal)
            || name is "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll" or "mscorlib.dll" or "netstandard.dll";
    }
}
