using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EarlyExit.Host.Insight;

/// <summary>What a name in the code means: signatures, and what their documentation says.</summary>
/// <param name="Signatures">One for a variable or type; all of them for a function of several.</param>
/// <param name="Documentation">Of the first.</param>
internal sealed record Inspection(IReadOnlyList<string> Signatures, Documentation Documentation)
{
    private static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeContainingType)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword)
        .WithLocalOptions(SymbolDisplayLocalOptions.IncludeType);

    /// <summary>What stands at <paramref name="position"/>, or whose arguments do; null where nothing is known.</summary>
    public static Inspection? At(CSharpCompilation compilation, int position)
    {
        var tree = compilation.SyntaxTrees.Single();
        var model = compilation.GetSemanticModel(tree);
        ISymbol[] symbols = [.. Symbols(model, tree.GetRoot(), position).Where(symbol => symbol is not IErrorTypeSymbol)];
        return symbols.Length == 0 ? null : new Inspection(
            [.. symbols.Select(symbol => symbol.ToDisplayString(Signature)).Distinct()], Documentation.Of(symbols[0], compilation));
    }

    public string AsText() => Documentation.AsText() is { Length: > 0 } text ? $"{string.Join('\n', Signatures)}\n\n{text}" : string.Join('\n', Signatures);

    public string AsMarkdown() => $"```csharp\n{string.Join('\n', Signatures)}\n```\n\n{Documentation.AsMarkdown()}".TrimEnd();

    private static IEnumerable<ISymbol> Symbols(SemanticModel model, SyntaxNode root, int position)
    {
        foreach (var place in new[] { position, position - 1 })
        {
            if (place < 0 || place > root.FullSpan.End) continue;
            var token = root.FindToken(place);
            if (!token.Span.Contains(place) || !(token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsPredefinedType(token.Kind()))) continue;
            ISymbol[] named = [.. Named(model, token.Parent!)];
            if (named.Length > 0) return named;
        }
        var inside = root.FindToken(Math.Clamp(position - 1, 0, Math.Max(0, root.FullSpan.End - 1)));
        return inside.Parent?.AncestorsAndSelf().OfType<ArgumentListSyntax>().FirstOrDefault()?.Parent is { } call ? ChosenFirst(model, call) : [];
    }

    private static IEnumerable<ISymbol> Named(SemanticModel model, SyntaxNode node)
    {
        // The name of a function that is called stands for the call, which says which of several is meant.
        var outer = node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node;
        if (outer.Parent is InvocationExpressionSyntax call && call.Expression == outer) return ChosenFirst(model, call);
        var info = model.GetSymbolInfo(node);
        if (info.Symbol is not null) return [info.Symbol];
        if (info.CandidateSymbols.Length > 0) return info.CandidateSymbols;
        return model.GetDeclaredSymbol(node) is { } declared ? [declared] : [];
    }

    private static IEnumerable<ISymbol> ChosenFirst(SemanticModel model, SyntaxNode call)
    {
        var chosen = model.GetSymbolInfo(call).Symbol;
        return Completions.Called(model, call).OrderByDescending(method => SymbolEqualityComparer.Default.Equals(method, chosen));
    }
}
