using System.Text.Encodings.Web;
using System.Text.Json;
using EarlyExit.Calibration;
using EarlyExit.Metrics;

namespace EarlyExit.Host.Score;

/// <summary>
/// A scorecard as JSON: an array of records <c>{measure, convention, exit, variant, value}</c>, one a line. Numbers are written with as many
/// digits as it takes to read back the same; what is undefined or infinite is null.
/// </summary>
internal static class Records
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(Stream stream, Scorecard card)
    {
        using var text = new BufferedStream(stream, 1 << 16);
        using var json = new Utf8JsonWriter(text, Format);
        var separator = "[\n"u8;
        foreach (var value in card.Values)
        {
            text.Write(separator);
            Write(json, value, card.Fit);
            json.Flush();
            json.Reset();
            separator = ",\n"u8;
        }
        text.Write("\n]\n"u8);
    }

    private static void Write(Utf8JsonWriter json, MeasureValue value, string fit)
    {
        json.WriteStartObject();
        json.WriteString("measure", value.Measure);
        json.WriteString("convention", value.Convention);
        if (value.Exit is { } exit) json.WriteNumber("exit", exit);
        else json.WriteNull("exit");
        json.WriteString("variant", value.Variant == Measures.Raw ? value.Variant : $"{value.Variant}, {fit}");
        if (double.IsFinite(value.Value)) json.WriteNumber("value", value.Value);
        else json.WriteNull("value");
        json.WriteEndObject();
    }
}
