using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EarlyExit.Host.Insight;

/// <summary>Something that can be typed.</summary>
/// <param name="Text">What stands in the code then.</param>
/// <param name="Kind">A word for its kind, for an icon.</param>
/// <param name="Signature">Parameters or type, on one line.</param>
internal sealed record Completion(string Text, string Kind, string Signature);

/// <summary>What can stand in place of the letters from <paramref name="Start"/> to <paramref name="End"/>.</summary>
internal sealed record Completions(int Start, int End, IReadOnlyList<Completion> Items)
{
    private static readonly SymbolDisplayFormat Short = SymbolDisplayFormat.MinimallyQualifiedFormat;

    /// <summary>What the compiler knows at <paramref name="position"/> in the only tree of <paramref name="compilation"/>.</summary>
    public static Completions At(CSharpCompilation compilation, int position)
    {
        var tree = compilation.SyntaxTrees.Single();
        var code = tree.GetText().ToString();
        var start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1])) start--;
        var before = start > 0 ? tree.GetRoot().FindToken(start - 1, findInsideTrivia: true) : default;
        if (IsNoCode(tree, before, start)) return new Completions(position, position, []);
        var typed = code[start..position];
        var found = Candidates(compilation.GetSemanticModel(tree), before, start, typed)
            .Where(item => item.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(item => item.Text)
            .OrderByDescending(item => item.Text.StartsWith(typed, StringComparison.Ordinal))
            .ThenBy(item => item.Text, StringComparer.OrdinalIgnoreCase);
        return new Completions(start, position, [.. found]);
    }

    private static IEnumerable<Completion> Candidates(SemanticModel model, SyntaxToken before, int position, string typed)
    {
        if (before.IsKind(SyntaxKind.DotToken)) return Of(Members(model, before, position));
        var named = ArgumentNames(model, before);
        if (before.Parent?.AncestorsAndSelf().OfType<InitializerExpressionSyntax>().FirstOrDefault() is { } initializer
            && before.Parent.FirstAncestorOrSelf<SyntaxNode>(node => node is InitializerExpressionSyntax or AssignmentExpressionSyntax or ArgumentListSyntax) == initializer
            && InitializedType(model, initializer) is { } type)
            return Of(model.LookupSymbols(position, type).Where(member => member is IPropertySymbol { SetMethod: not null } or IFieldSymbol { IsReadOnly: false, IsConst: false }));
        var symbols = model.LookupSymbols(position).AsEnumerable();
        // Without a letter there would be thousands of types.
        if (typed.Length == 0) return named.Concat(Of(symbols.Where(symbol => symbol is not INamespaceOrTypeSymbol)));
        return named.Concat(Of(symbols)).Concat(SyntaxFacts.GetKeywordKinds()
            .Concat(SyntaxFacts.GetContextualKeywordKinds()).Select(SyntaxFacts.GetText).Select(word => new Completion(word, "keyword", "")));
    }

    private static IEnumerable<ISymbol> Members(SemanticModel model, SyntaxToken dot, int position)
    {
        var left = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => (SyntaxNode?)null,
        };
        if (left is null) return [];
        var symbol = model.GetSymbolInfo(left).Symbol;
        if (symbol is INamespaceOrTypeSymbol container)
            return dot.Parent!.Ancestors().OfType<UsingDirectiveSyntax>().Any()
                ? model.LookupNamespacesAndTypes(position, container)
                : model.LookupSymbols(position, container).Where(member => member.IsStatic || member is INamespaceOrTypeSymbol || member is IFieldSymbol { IsConst: true });
        var type = model.GetTypeInfo(left).Type;
        return type is null or IErrorTypeSymbol
            ? []
            : model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(member => !member.IsStatic && member is not INamedTypeSymbol);
    }

    // The parameters of what is being called; a name in front makes a call easier to read.
    private static IEnumerable<Completion> ArgumentNames(SemanticModel model, SyntaxToken before) =>
        before.Parent is ArgumentListSyntax { Parent: { } call } && before.Kind() is SyntaxKind.OpenParenToken or SyntaxKind.CommaToken
            ? Called(model, call).SelectMany(method => method.Parameters)
                .Select(parameter => new Completion(parameter.Name + ":", "param", parameter.Type.ToDisplayString(Short)))
            : [];

    /// <summary>The functions that a call may mean.</summary>
    public static IEnumerable<IMethodSymbol> Called(SemanticModel model, SyntaxNode call) =>
        (call is InvocationExpressionSyntax invocation ? model.GetMemberGroup(invocation.Expression) : model.GetMemberGroup(call)).OfType<IMethodSymbol>()
            .Concat(model.GetSymbolInfo(call) is var info && info.Symbol is IMethodSymbol chosen ? [chosen] : info.CandidateSymbols.OfType<IMethodSymbol>())
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default);

    private static ITypeSymbol? InitializedType(SemanticModel model, InitializerExpressionSyntax initializer) => initializer.Parent switch
    {
        ObjectCreationExpressionSyntax creation => model.GetTypeInfo(creation).Type,
        ImplicitObjectCreationExpressionSyntax creation => model.GetTypeInfo(creation).Type,
        WithExpressionSyntax with => model.GetTypeInfo(with.Expression).Type,
        _ => null,
    };

    private static bool IsNoCode(SyntaxTree tree, SyntaxToken before, int position) =>
        before.IsKind(SyntaxKind.StringLiteralToken) && position <= before.Span.End && before.Span.Length > 1 && position > before.SpanStart && !(position == before.Span.End)
        || before.IsKind(SyntaxKind.CharacterLiteralToken) && position < before.Span.End
        || before.Kind() is SyntaxKind.InterpolatedStringTextToken or SyntaxKind.NumericLiteralToken
        || tree.GetRoot().FindTrivia(Math.Max(0, position - 1)).Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;

    private static IEnumerable<Completion> Of(IEnumerable<ISymbol> symbols) => symbols
        .Where(symbol => symbol.CanBeReferencedByName && symbol.Name[0] != '<' && !IsHidden(symbol))
        .Select(symbol => new Completion(symbol.Name, Kind(symbol), symbol.ToDisplayString(Short)));

    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: (int)System.ComponentModel.EditorBrowsableState.Never }]);

    private static string Kind(ISymbol symbol) => symbol switch
    {
        IMethodSymbol => "function",
        IPropertySymbol => "property",
        INamespaceSymbol => "module",
        ITypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        ITypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        ITypeSymbol => "class",
        _ => "variable",
    };
}
