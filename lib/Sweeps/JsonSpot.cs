using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EarlyExit.Sweeps;

/// <summary>A value in a JSON file and the line that it begins on, so that an error can name it.</summary>
internal sealed class JsonSpot
{
    private readonly string _path;

    private JsonSpot(string path, int line, JsonTokenType kind) => (_path, Line, Kind) = (path, line, kind);

    public int Line { get; }

    public JsonTokenType Kind { get; }

    /// <summary>A string's text, a number's digits, or the word true, false or null.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Of an array.</summary>
    public List<JsonSpot> Items { get; } = [];

    /// <summary>Of an object, in the order of the file.</summary>
    public List<(string Name, JsonSpot Value)> Members { get; } = [];

    /// <exception cref="SweepFormatException">It is no JSON. Comments and trailing commas are fine.</exception>
    public static JsonSpot Parse(string path, byte[] utf8)
    {
        // Editors on Windows put a mark before UTF-8.
        var text = utf8.AsSpan();
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var (counted, line) = (0L, 1);
        try
        {
            reader.Read();
            var root = Value(ref reader, text);
            reader.Read();
            return root;
        }
        catch (JsonException error)
        {
            throw new SweepFormatException(path, (int)(error.LineNumber ?? 0) + 1, $"no JSON ({error.Message.Split(" LineNumber")[0].TrimEnd('.')})", error);
        }
        catch (InvalidOperationException error) when (error.InnerException is DecoderFallbackException)
        {
            throw new SweepFormatException(path, line + text[(int)counted..(int)reader.TokenStartIndex].Count((byte)'\n'), "bytes that are no UTF-8 in a text", error);
        }

        JsonSpot Value(ref Utf8JsonReader reader, Span<byte> text)
        {
            line += text[(int)counted..(int)reader.TokenStartIndex].Count((byte)'\n');
            counted = reader.TokenStartIndex;
            var spot = new JsonSpot(path, line, reader.TokenType) { Text = Written(ref reader) };
            if (reader.TokenType == JsonTokenType.StartArray)
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    spot.Items.Add(Value(ref reader, text));
            else if (reader.TokenType == JsonTokenType.StartObject)
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    var value = Value(ref reader, text);
                    if (spot.Members.Any(member => member.Name == name)) throw value.Wrong($"'{name}' comes twice");
                    spot.Members.Add((name, value));
                }
            return spot;
        }

        static string Written(ref Utf8JsonReader reader) => reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.StartArray => "a list",
            JsonTokenType.StartObject => "an object",
            _ => Encoding.UTF8.GetString(reader.ValueSpan),
        };
    }

    /// <summary>The error that says what is wrong here.</summary>
    public SweepFormatException Wrong(string problem, Exception? cause = null) => new(_path, Line, problem, cause);

    /// <summary>A member's value; null if it is not there.</summary>
    public JsonSpot? Find(string name) => Members.FirstOrDefault(member => member.Name == name).Value;

    /// <exception cref="SweepFormatException">It is not there.</exception>
    public JsonSpot Need(string name) => Find(name) ?? throw Wrong($"'{name}' is missing");

    /// <exception cref="SweepFormatException">It is no object, or has a member of another name.</exception>
    public JsonSpot OnlyWith(params IReadOnlyCollection<string> names)
    {
        if (Kind != JsonTokenType.StartObject) throw Wrong($"{Shown}, expected an object with {string.Join(", ", names)}");
        foreach (var (name, value) in Members)
            if (!names.Contains(name))
                throw value.Wrong($"'{name}' is not known here, expected {string.Join(", ", names)}");
        return this;
    }

    /// <summary>The items of an array, or this alone.</summary>
    public IReadOnlyList<JsonSpot> Each => Kind == JsonTokenType.StartArray ? Items : [this];

    /// <exception cref="SweepFormatException">It is no string.</exception>
    public string AsText => Kind == JsonTokenType.String ? Text : throw Wrong($"{Shown}, expected a text in quotation marks");

    /// <exception cref="SweepFormatException">It is no whole number.</exception>
    public int AsInt => Kind == JsonTokenType.Number && int.TryParse(Text, CultureInfo.InvariantCulture, out var number)
        ? number : throw Wrong($"{Shown}, expected a whole number");

    /// <exception cref="SweepFormatException">It is no number.</exception>
    public double AsNumber => Kind == JsonTokenType.Number ? double.Parse(Text, CultureInfo.InvariantCulture) : throw Wrong($"{Shown}, expected a number");

    /// <summary>The number of a member, or what it is when it is not there.</summary>
    public double Number(string name, double otherwise) => Find(name)?.AsNumber ?? otherwise;

    /// <inheritdoc cref="Number"/>
    public int Int(string name, int otherwise) => Find(name)?.AsInt ?? otherwise;

    /// <summary>What a list of words says of one of them.</summary>
    /// <exception cref="SweepFormatException">It is none of them.</exception>
    public T OneOf<T>(IReadOnlyDictionary<string, T> known, string what) =>
        known.TryGetValue(AsText, out var value) ? value : throw Wrong($"there is no {what} '{Text}', expected one of {string.Join(", ", known.Keys)}");

    private string Shown => Kind == JsonTokenType.String ? $"'{Text}'" : Text;
}
