using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Json;

namespace Plotly.NET;

/// <summary>Writes charts as plotly's JSON.</summary>
internal static class FigureJson
{
    internal static string Of(params ReadOnlySpan<(string Name, object Value)> properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in properties)
            {
                json.WritePropertyName(name);
                Write(json, value);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case DynamicObj.DynamicObj element:
                json.WriteStartObject();
                foreach (var (name, property) in element.Properties)
                {
                    json.WritePropertyName(name);
                    Write(json, property);
                }
                json.WriteEndObject();
                break;
            case Compat.Named named:
                Write(json, named.Convert());
                break;
            case Color color:
                Write(json, color.Value);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case double number when !double.IsFinite(number):
                json.WriteStringValue(NotFinite(number)); // plotly.js leaves a gap at these
                break;
            case float number when !float.IsFinite(number):
                json.WriteStringValue(NotFinite(number));
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items) Write(json, item);
                json.WriteEndArray();
                break;
            default:
                JsonSerializer.Serialize(json, value, value?.GetType() ?? typeof(object));
                break;
        }
    }

    private static string NotFinite(double number) => double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
}
