using System.Formats.Tar;
using System.Text;
using System.Text.RegularExpressions;

namespace EarlyExit.Data.Files;

/// <summary>
/// 20 Newsgroups, the version sorted by date: 11,314 training and 7,532 test messages of 20 groups in <c>20news-bydate.tar.gz</c>, one file
/// each, <c>20news-bydate-train/GROUP/NUMBER</c>. The archive is read as it is and nothing of it is written anywhere.
/// </summary>
public static partial class NewsgroupFiles
{
    /// <summary>The archive's name.</summary>
    public const string Archive = "20news-bydate.tar.gz";

    private const string Name = "20-newsgroups";

    // The longest message has some 160,000 bytes, all of them together 35 million.
    private const int LongestMessage = 1 << 20, MostMessages = 100_000, MostBytes = 1 << 28, LongestPadding = 1 << 20;

    /// <summary>
    /// Reads the archive. The classes are the groups in alphabetical order; the messages of a part are shuffled (seed 0), as they lie
    /// group by group; a stratified tenth of the training part becomes the validation part; the vocabulary is made from the rest of it.
    /// </summary>
    /// <param name="folder">Where the archive is.</param>
    /// <param name="remove">What is left out of each message; headers, footers and quotes unless told otherwise.</param>
    /// <param name="length">T, tokens of a text, class and separator included; longer messages are cut.</param>
    /// <param name="vocabulary">V, the most ids.</param>
    /// <exception cref="DataMissingException">The archive is not there.</exception>
    /// <exception cref="DataFormatException">The archive is damaged, or holds something else.</exception>
    public static TextData Open(
        string folder, NewsgroupParts remove = NewsgroupParts.Headers | NewsgroupParts.Footers | NewsgroupParts.Quotes, int length = 128, int vocabulary = 8000)
    {
        var path = Path.Combine(folder, Archive);
        if (!File.Exists(path)) throw new DataMissingException(Name, path);
        var messages = Read(path);
        string[] groups = [.. messages.Select(message => message.Group).Distinct().Order(StringComparer.Ordinal)];
        if (groups.Length < 2 || !messages.Any(message => message.IsTest) || messages.All(message => message.IsTest))
            throw new DataFormatException(path, 0, $"{messages.Count} messages of {groups.Length} groups", "training and test messages of several groups");
        var (train, test) = (Part(isTest: false), Part(isTest: true));
        var (kept, heldOut) = StratifiedSplit.Indices([.. train.Select(Label)], groups.Length);
        var known = Vocabulary.Of(kept.Select(n => train[n].Text), vocabulary);
        return new(Name, Encoded("train", kept.Select(n => train[n])), Encoded("validation", heldOut.Select(n => train[n])), Encoded("test", test));

        int Label((bool, string Group, string) message) => Array.IndexOf(groups, message.Group);

        (bool IsTest, string Group, string Text)[] Part(bool isTest)
        {
            var part = messages.Where(message => message.IsTest == isTest).ToArray();
            var order = Enumerable.Range(0, part.Length).ToArray();
            new Philox(0, isTest ? 1u : 0u, 0).Shuffle(order);
            return [.. order.Select(n => part[n] with { Text = NewsgroupMessage.Without(part[n].Text, remove) })];
        }

        TextSet Encoded(string part, IEnumerable<(bool, string Group, string Text)> texts)
        {
            var all = texts.ToArray();
            return new($"{Name} {part}", [.. all.SelectMany(text => known.Encode(length, text.Text))], length, known, [.. all.Select(Label)], groups);
        }
    }

    private static List<(bool IsTest, string Group, string Text)> Read(string path)
    {
        var messages = new List<(bool, string, string)>();
        var total = 0L;
        using var packed = new GzipContent(path);
        try
        {
            using var tar = new TarReader(packed.Stream, leaveOpen: true);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes) continue;
                var place = MessageName().Match(entry.Name);
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !place.Success)
                    throw new DataFormatException(path, packed.PackedPosition, $"{entry.Name}, a {entry.EntryType}", "files such as 20news-bydate-train/sci.space/60150");
                if (entry.Length > LongestMessage || messages.Count == MostMessages || (total += entry.Length) > MostBytes)
                    throw new DataFormatException(path, packed.PackedPosition, $"{entry.Name} of {entry.Length} bytes after {messages.Count} messages",
                        $"at most {MostMessages} messages of {LongestMessage} bytes, {MostBytes} together");
                using var content = new StreamReader(entry.DataStream ?? Stream.Null, Encoding.Latin1);
                messages.Add((place.Groups["part"].Value == "test", place.Groups["group"].Value, content.ReadToEnd()));
            }
            packed.RequireEnd(most: LongestPadding);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException or OverflowException or ArgumentException)
        {
            throw new DataFormatException(path, packed.PackedPosition, $"damaged data ({error.Message.TrimEnd('.')})", "a gzipped tar archive");
        }
        return messages;
    }

    [GeneratedRegex("^(?:\\./)?20news-bydate-(?<part>train|test)/(?<group>[a-z0-9.-]+)/[0-9]+$")]
    private static partial Regex MessageName();
}
