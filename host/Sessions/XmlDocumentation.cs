using System.Globalization;
using System.Xml;
using Microsoft.CodeAnalysis;

namespace EarlyExit.Host.Sessions;

/// <summary>What XML documentation files say of the members of an assembly: the first file that knows a member speaks. Read when first asked.</summary>
internal sealed class XmlDocumentation : DocumentationProvider
{
    private static readonly string? FrameworkFolder = FindFramework();
    private readonly Lazy<Dictionary<string, string>>[] _files;

    private XmlDocumentation(IEnumerable<string> files) =>
        _files = [.. files.Where(File.Exists).Select(file => new Lazy<Dictionary<string, string>>(() => Read(file)))];

    /// <summary>The framework's own, which lies with the SDK's reference assemblies and not beside those that run; nothing without an SDK.</summary>
    /// <remarks>Types are documented under the assembly that programs refer to, though most of them live in <c>System.Private.CoreLib</c>.</remarks>
    public static DocumentationProvider OfFramework(string assembly) => FrameworkFolder is null ? Default : new XmlDocumentation(
        new[] { Path.GetFileNameWithoutExtension(assembly), "System.Runtime", "System.Collections", "System.Threading", "System.Memory" }
            .Distinct().Select(name => Path.Combine(FrameworkFolder, name + ".xml")));

    /// <summary>The file that lies beside an assembly.</summary>
    public static DocumentationProvider Beside(string assembly) => new XmlDocumentation([Path.ChangeExtension(assembly, ".xml")]);

    protected override string? GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken)
    {
        foreach (var file in _files)
            if (file.Value.TryGetValue(documentationMemberID, out var text))
                return text;
        return null;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static Dictionary<string, string> Read(string file)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            while (!reader.EOF)
                if (reader is { NodeType: XmlNodeType.Element, Name: "member" } && reader.GetAttribute("name") is { } name)
                    members.TryAdd(name, reader.ReadOuterXml());
                else
                    reader.Read();
        }
        catch (XmlException)
        {
            // A file that is broken documents what stands before the break.
        }
        return members;
    }

    // .../dotnet/packs/Microsoft.NETCore.App.Ref/10.0.0/ref/net10.0/
    private static string? FindFramework()
    {
        var packs = Path.Combine(Path.GetDirectoryName(DotNet.Path) ?? "", "packs", "Microsoft.NETCore.App.Ref");
        if (!Directory.Exists(packs)) return null;
        var target = $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        return Directory.EnumerateDirectories(packs).Select(version => Path.Combine(version, "ref", target)).LastOrDefault(Directory.Exists);
    }
}
