using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;

namespace EarlyExit.Host.Sessions;

/// <summary>
/// How a cell's value is shown. A type may say so itself: by an attribute named <c>TypeFormatterSourceAttribute</c>, as
/// .NET Interactive reads it, or by a public <c>ToHtml()</c>; no reference to a notebook library is needed for either.
/// Everything else is shown as text.
/// </summary>
public static class ValueDisplay
{
    private const string AttributeName = "TypeFormatterSourceAttribute";

    /// <summary>The value in each of its MIME types.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Of(object value)
    {
        if (value is not string && ByFormatters(value) is { Count: > 0 } bundle) return bundle;
        if (ByToHtml(value) is { } html) return new Dictionary<string, JsonNode> { [Mime.Html] = html };
        return new Dictionary<string, JsonNode> { [Mime.Text] = AsText(value) };
    }

    private static SortedDictionary<string, JsonNode>? ByFormatters(object value)
    {
        if (FormatterSource(value.GetType()) is not ({ } source, var preferred)) return null;
        var formatters = source.GetMethod("CreateTypeFormatters", BindingFlags.Public | BindingFlags.Instance, [])
            ?? throw new InvalidOperationException($"{source} has no public CreateTypeFormatters().");
        var bundle = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var formatter in (IEnumerable)Invoke(formatters, Activator.CreateInstance(source, nonPublic: true)!)!)
        {
            var type = formatter.GetType();
            var mime = (string)type.GetProperty("MimeType")!.GetValue(formatter)!;
            if (preferred is not null && !preferred.Contains(mime)) continue;
            var format = type.GetMethod("Format", [typeof(object), typeof(TextWriter)])
                ?? throw new InvalidOperationException($"{type} has no public bool Format(object, TextWriter).");
            using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            if (!(bool)Invoke(format, formatter, value, writer)!) continue;
            bundle[mime] = Mime.IsJson(mime) ? JsonNode.Parse(writer.ToString())! : writer.ToString();
        }
        return bundle;
    }

    private static (Type Source, string[]? Preferred)? FormatterSource(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
            foreach (var attribute in level.GetCustomAttributesData().Where(found => found.AttributeType.Name == AttributeName))
            {
                if (attribute.ConstructorArguments is not [{ Value: Type source }, ..]) continue;
                var named = attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == "PreferredMimeTypes");
                var preferred = named.TypedValue.Value as IReadOnlyCollection<CustomAttributeTypedArgument>;
                return (source, preferred?.Select(mime => (string)mime.Value!).ToArray());
            }
        return null;
    }

    private static string? ByToHtml(object value) =>
        value.GetType().GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, []) is { } method && method.ReturnType == typeof(string)
            ? (string?)Invoke(method, value)
            : null;

    private static string AsText(object value) => value switch
    {
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ when OverridesToString(value.GetType()) => value.ToString() ?? "",
        _ => CSharpObjectFormatter.Instance.FormatObject(value),
    };

    private static bool OverridesToString(Type type)
    {
        var declaring = type.GetMethod("ToString", [])!.DeclaringType;
        return declaring != typeof(object) && declaring != typeof(ValueType);
    }

    private static object? Invoke(MethodInfo method, object target, params object?[] arguments) =>
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture);
}
