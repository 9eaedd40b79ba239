using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace EarlyExit.Host.Insight;

/// <summary>The documentation of a type or member, as text.</summary>
/// <param name="Summary">What it is.</param>
/// <param name="Parts">Parameters, result, exceptions: a word each and what is said of it.</param>
/// <param name="Remarks">What else is said.</param>
internal sealed partial record Documentation(string Summary, IReadOnlyList<(string Word, string Text)> Parts, string Remarks)
{
    private static readonly Documentation None = new("", [], "");

    /// <summary>What the documentation file, or the comment in the cell, says of a symbol; inherited where it says so.</summary>
    public static Documentation Of(ISymbol symbol, Compilation compilation)
    {
        if (symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol { ContainingType.IsScriptClass: true } && Element(symbol) is null)
            return symbol switch
            {
                ILocalSymbol local => Of(local.Type, compilation),
                IParameterSymbol parameter => Of(parameter.Type, compilation),
                IFieldSymbol field => Of(field.Type, compilation),
                _ => None,
            };
        var element = Element(symbol);
        if (element?.Element("inheritdoc") is { } inherited && Inherited(inherited, symbol, compilation) is { } source) return Of(source, compilation);
        return element is null ? None : new Documentation(Text(element.Element("summary")), [.. Described(element)], Text(element.Element("remarks")));
    }

    public string AsText() => Join(Parts.Select(part => $"{part.Word}: {part.Text}"));

    public string AsMarkdown() => Join(Parts.Select(part => $"- `{part.Word}`: {part.Text}"));

    private string Join(IEnumerable<string> parts) =>
        string.Join("\n\n", new[] { Summary, string.Join('\n', parts), Remarks }.Where(text => text.Length > 0));

    private static IEnumerable<(string, string)> Described(XElement element)
    {
        foreach (var parameter in element.Elements().Where(part => part.Name.LocalName is "param" or "typeparam"))
            yield return ((string?)parameter.Attribute("name") ?? "", Text(parameter));
        if (element.Element("returns") is { } returns) yield return ("returns", Text(returns));
        foreach (var exception in element.Elements("exception"))
            yield return (Name((string?)exception.Attribute("cref") ?? ""), Text(exception));
    }

    private static XElement? Element(ISymbol symbol)
    {
        var xml = symbol.OriginalDefinition.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(xml)) return null;
        try
        {
            return XElement.Parse($"<doc>{xml}</doc>") is var root && root.Element("member") is { } member ? member : root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static ISymbol? Inherited(XElement inherited, ISymbol symbol, Compilation compilation)
    {
        if ((string?)inherited.Attribute("cref") is { } name) return DocumentationCommentId.GetFirstSymbolForDeclarationId(name, compilation);
        return symbol switch
        {
            IMethodSymbol { OverriddenMethod: { } overridden } => overridden,
            IPropertySymbol { OverriddenProperty: { } overridden } => overridden,
            INamedTypeSymbol { BaseType: { SpecialType: SpecialType.None } parent } => parent,
            _ => symbol.ContainingType?.AllInterfaces.SelectMany(type => type.GetMembers(symbol.Name))
                .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol)),
        };
    }

    private static string Text(XElement? element)
    {
        if (element is null) return "";
        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
            text.Append(node switch
            {
                XText words => words.Value,
                XElement { Name.LocalName: "para" or "br" or "item" } => "\n",
                XElement { IsEmpty: true } reference => Name((string?)(reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword")) ?? ""),
                _ => "",
            });
        return string.Join('\n', text.ToString().Split('\n').Aggregate(new List<string> { "" }, Flow).Select(line => line.Trim())).Trim();
    }

    // Lines of the source flow together; an empty one parts paragraphs.
    private static List<string> Flow(List<string> lines, string line)
    {
        if (string.IsNullOrWhiteSpace(line)) lines.Add("");
        else lines[^1] += " " + Blanks().Replace(line.Trim(), " ");
        return lines;
    }

    // T:System.Collections.Generic.List`1 is List, M:A.B.C(System.Int32) is C.
    private static string Name(string cref) => Arity().Replace(cref.Split('(')[0].Split('.')[^1], "");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^\w:|`+\d+")]
    private static partial Regex Arity();
}
