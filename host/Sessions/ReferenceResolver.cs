using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace EarlyExit.Host.Sessions;

/// <summary>
/// Resolves <c>#r</c>: paths are relative to the notebook's folder, names without a folder may also be the framework's.
/// Nothing else is found by itself: a type that a cell uses needs an <c>#r</c> for its assembly, as in other C# kernels.
/// </summary>
internal sealed class ReferenceResolver(string folder, SessionAssemblies assemblies, InteractiveAssemblyLoader loader)
    : MetadataReferenceResolver
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>The framework's own assemblies, which every cell may use; none of the host's.</summary>
    public static ImmutableArray<MetadataReference> FrameworkReferences { get; } =
    [
        .. Directory.EnumerateFiles(Framework, "*.dll").Where(IsManaged).Order(StringComparer.Ordinal)
            .AsParallel().AsOrdered().Select(file => MetadataReference.CreateFromFile(file)),
    ];

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var path = Path.GetFullPath(reference, folder);
        if (File.Exists(path))
        {
            try
            {
                loader.RegisterDependency(assemblies.LoadFrom(path));
            }
            catch (BadImageFormatException)
            {
                return [];
            }
            return [MetadataReference.CreateFromFile(path, properties)];
        }
        var known = Path.Combine(Framework, reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference : reference + ".dll");
        return Path.GetFileName(reference) == reference && File.Exists(known) ? [MetadataReference.CreateFromFile(known, properties)] : [];
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
