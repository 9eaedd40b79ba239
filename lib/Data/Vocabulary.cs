using System.Text;
using System.Text.RegularExpressions;

namespace EarlyExit.Data;

/// <summary>
/// Words and their ids: a tokenizer without word pieces. A token is a run of letters and digits, in lower case, with apostrophes
/// inside it (<c>don't</c>), or a single mark such as <c>?</c>. Four ids stand for no word: padding, unknown, class, separator.
/// </summary>
public sealed partial class Vocabulary
{
    /// <summary>After the end of a text.</summary>
    public const int Padding = 0;

    /// <summary>A word that the vocabulary lacks.</summary>
    public const int Unknown = 1;

    /// <summary>Before every text: what it stands for is read off at this place (BERT's [CLS]).</summary>
    public const int Class = 2;

    /// <summary>After a text, and between the two texts of a pair (BERT's [SEP]).</summary>
    public const int Separator = 3;

    private const string FirstLine = "early-exit vocabulary 1";
    private static readonly string[] Special = ["[pad]", "[unk]", "[cls]", "[sep]"];

    private readonly string[] _words;
    private readonly Dictionary<string, int> _ids;

    /// <summary>A vocabulary of these words, whose ids are 4, 5, ... in this order.</summary>
    /// <exception cref="ArgumentException">A word occurs twice or is not one token of <see cref="Split"/>.</exception>
    public Vocabulary(IEnumerable<string> words)
    {
        _words = [.. Special, .. words];
        _ids = new(_words.Length);
        for (var id = 0; id < _words.Length; id++)
        {
            if (id >= Special.Length && !Split(_words[id]).SequenceEqual([_words[id]]))
                throw new ArgumentException($"Word {id - Special.Length} is '{_words[id]}', expected one token in lower case.", nameof(words));
            if (!_ids.TryAdd(_words[id], id)) throw new ArgumentException($"The word '{_words[id]}' occurs twice.", nameof(words));
        }
    }

    /// <summary>V, number of ids, the four special ones included.</summary>
    public int Count => _words.Length;

    /// <summary>The word of an id.</summary>
    public string this[int id] => _words[id];

    /// <summary>The id of a word; <see cref="Unknown"/> if there is none.</summary>
    public int this[string word] => _ids.GetValueOrDefault(word, Unknown);

    /// <summary>The tokens of a text.</summary>
    public static IEnumerable<string> Split(string text) => Token().Matches(text.ToLowerInvariant()).Select(match => match.Value);

    /// <summary>The words that occur most often in these texts, the most frequent first, equally frequent ones in ordinal order.</summary>
    /// <param name="texts">The training part, nothing else: the other parts must not decide what is known.</param>
    /// <param name="size">V, the most ids, the four special ones included; at least 5.</param>
    /// <param name="atLeast">Rarer words are left out.</param>
    public static Vocabulary Of(IEnumerable<string> texts, int size, int atLeast = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, Special.Length + 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(atLeast, 1);
        var counts = new Dictionary<string, int>();
        foreach (var text in texts)
            foreach (var word in Split(text))
                counts[word] = counts.GetValueOrDefault(word) + 1;
        return new(counts.Where(word => word.Value >= atLeast)
            .OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Take(size - Special.Length).Select(word => word.Key));
    }

    /// <summary>
    /// The ids of a text, or of two: class, first text, separator, and for a pair second text, separator, then padding. What is too
    /// long is cut, of a pair always the longer text first (as BERT's code does).
    /// </summary>
    /// <param name="length">T, number of ids; at least 3, for a pair 5.</param>
    /// <param name="text">The text.</param>
    /// <param name="second">The second of a pair.</param>
    public int[] Encode(int length, string text, string? second = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, second is null ? 3 : 5);
        int[] first = [.. Split(text).Select(word => this[word])];
        int[] other = second is null ? [] : [.. Split(second).Select(word => this[word])];
        var (kept, keptOther) = (first.Length, other.Length);
        for (var room = length - (second is null ? 2 : 3); kept + keptOther > room;)
            if (kept > keptOther) kept--;
            else keptOther--;
        var ids = new int[length];
        int[] used = [Class, .. first.AsSpan(0, kept), Separator, .. other.AsSpan(0, keptOther)];
        used.CopyTo(ids, 0);
        if (second is not null) ids[used.Length] = Separator;
        return ids;
    }

    /// <summary>The words of ids, with spaces between them and without padding.</summary>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        foreach (var id in ids)
            if (id != Padding) text.Append(text.Length > 0 ? " " : "").Append(_words[id]);
        return text.ToString();
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="DataFormatException">It is none.</exception>
    public static Vocabulary Load(string path)
    {
        var lines = File.ReadAllLines(path, Encoding.UTF8);
        if (lines.Length == 0 || lines[0] != FirstLine)
            throw new DataFormatException(path, 0, lines.Length == 0 ? "no line" : $"'{lines[0]}'", $"'{FirstLine}'");
        try
        {
            return new(lines.Skip(1));
        }
        catch (ArgumentException error)
        {
            throw new DataFormatException(path, FirstLine.Length + 1, error.Message.Split(" (Parameter")[0].TrimEnd('.'), "words, one a line");
        }
    }

    /// <summary>Writes the words in the order of their ids, one a line, after a line that says what the file is.</summary>
    public void Save(string path) =>
        Workbook.AtomicFile.WriteText(path, string.Concat(_words.Skip(Special.Length).Prepend(FirstLine).Select(line => line + "\n")));

    /// <summary>Number of words and the first of them.</summary>
    public override string ToString() => $"{Count} ids: {string.Join(" ", _words.Take(12))}{(Count > 12 ? " ..." : "")}";

    // Letters and digits of any script; apostrophes only inside. Space is no token, anything else is one by itself.
    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]")]
    private static partial Regex Token();
}
