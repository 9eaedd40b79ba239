using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EarlyExit.Host.Site;

/// <summary>C# script in colours, told from its syntax alone: k keyword, t type, m method, s text, n number, c comment, d directive.</summary>
public static class CodeHtml
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>The inside of a <c>pre</c>.</summary>
    public static string Of(string code)
    {
        var output = new StringBuilder(code.Length * 2);
        foreach (var token in CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTokens())
        {
            AppendTrivia(output, token.LeadingTrivia);
            Append(output, token.Text, ClassOf(token));
            AppendTrivia(output, token.TrailingTrivia);
        }
        return output.ToString();
    }

    private static void AppendTrivia(StringBuilder output, SyntaxTriviaList list)
    {
        foreach (var trivia in list)
            Append(output, trivia.ToFullString(), trivia switch
            {
                _ when trivia.IsDirective => "d",
                _ when trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia) => null,
                _ => "c",
            });
    }

    private static void Append(StringBuilder output, string text, string? cssClass)
    {
        if (text.Length == 0) return;
        if (cssClass is null) output.Append(SafeHtml.Escape(text));
        else output.Append("<span class=\"").Append(cssClass).Append("\">").Append(SafeHtml.Escape(text)).Append("</span>");
    }

    private static string? ClassOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.IdentifierToken => ClassOfName(token),
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken => "s",
        _ => token.IsKeyword() || SyntaxFacts.IsContextualKeyword(token.Kind()) ? "k" : null,
    };

    // Without a semantic model a name's look and place decide: X in X.Y(...) with a capital is taken for a type.
    private static string? ClassOfName(SyntaxToken token) => token.Parent switch
    {
        IdentifierNameSyntax { IsVar: true } => "k",
        IdentifierNameSyntax { Parent: UsingDirectiveSyntax or QualifiedNameSyntax } => null,
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access } name when access.Name == name => "m",
        SimpleNameSyntax { Parent: InvocationExpressionSyntax } => "m",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "m",
        BaseTypeDeclarationSyntax => "t",
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name when access.Expression == name && char.IsUpper(token.Text[0]) => "t",
        SimpleNameSyntax
        {
            Parent: TypeSyntax or ObjectCreationExpressionSyntax or VariableDeclarationSyntax or ParameterSyntax
            or TypeArgumentListSyntax or CastExpressionSyntax or MethodDeclarationSyntax or LocalFunctionStatementSyntax
        } => "t",
        _ => null,
    };
}
