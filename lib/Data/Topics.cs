namespace EarlyExit.Data;

/// <summary>
/// A built-in text classification, made in memory from a seed: Anna and Bob talk, and the class is what the one who is asked about likes:
/// animals, food, weather or tools. Each sample has a known difficulty, drawn first and uniform in [0, 1]. In easy texts both like
/// the same kind of thing and say so plainly, so that counting words is enough. Harder ones name more and more of another topic after <c>not</c>,
/// and the other person is more and more likely to like just that: then one has to know which words are denied, who likes what, and
/// who is asked about, a word at the other end of the text.
/// </summary>
public static class Topics
{
    /// <summary>T: class token, two turns of nine tokens, three of the question, the separator.</summary>
    private const int Length = 23;

    /// <summary>Words that a turn mentions, each after a qualifier.</summary>
    private const int Mentions = 3;

    private static readonly string[][] Words =
    [
        ["cat", "dog", "horse", "sheep"],
        ["bread", "soup", "cheese", "apple"],
        ["rain", "snow", "storm", "fog"],
        ["hammer", "saw", "drill", "ladder"],
    ];

    private static readonly string[] Names = ["anna", "bob"];

    private static readonly string[] Qualifiers = ["a", "the", "old", "new"];

    private static readonly Vocabulary Known = new([.. Words.SelectMany(words => words), .. Names, .. Qualifiers, "not", "likes", ".", "what", "of"]);

    /// <summary>The four classes, in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["animals", "food", "weather", "tools"];

    /// <summary>
    /// Writes the three parts. Sample n of a part depends on the seed, the part and n only, not on how many are asked for, and is of
    /// class n mod 4; the parts are drawn from disjoint random streams.
    /// </summary>
    /// <param name="seed">Any number; equal seeds give equal sets.</param>
    /// <param name="train">Number of training samples, at least 1.</param>
    /// <param name="validation">Number of validation samples, at least 1.</param>
    /// <param name="test">Number of test samples, at least 1.</param>
    public static TextData Create(int seed, int train = 8000, int validation = 1000, int test = 2000) =>
        new("topics", Write(seed, "train", 0x746f_7000, train), Write(seed, "validation", 0x746f_7001, validation), Write(seed, "test", 0x746f_7002, test));

    private static TextSet Write(int seed, string part, uint key, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, part);
        var tokens = new int[count * Length];
        var labels = new int[count];
        var difficulty = new float[count];
        for (var n = 0; n < count; n++)
        {
            var random = new Philox((uint)seed, key, (uint)n);
            (difficulty[n], labels[n]) = (random.Unit(), n % Words.Length);
            Known.Encode(Length, Talk(labels[n], difficulty[n], ref random)).CopyTo(tokens, n * Length);
        }
        return new($"topics {part}", tokens, Length, Known, labels, ClassNames, difficulty);
    }

    private static string Talk(int topic, float difficulty, ref Philox random)
    {
        var another = Another(topic, Words.Length, ref random);
        var asked = random.Below(2);
        var disagrees = random.Unit() < Math.Clamp((difficulty - .2f) / .5f, 0, 1);
        var turns = new string[2];
        turns[asked] = Turn(topic, another, difficulty, ref random);
        turns[1 - asked] = disagrees ? Turn(another, topic, difficulty, ref random) : Turn(topic, another, difficulty, ref random);
        return $"{Names[0]} likes {turns[0]} . {Names[1]} likes {turns[1]} . what of {Names[asked]}";
    }

    // Three words in any order: some of the other topic after "not", the rest of the topic after something else.
    private static string Turn(int topic, int another, float difficulty, ref Philox random)
    {
        var denied = (int)(Math.Min(difficulty / .8f, .999f) * Mentions);
        var order = Enumerable.Range(0, Mentions).ToArray();
        random.Shuffle(order);
        var said = new List<string>();
        foreach (var what in order)
            said.Add(what < denied
                ? $"not {Words[another][random.Below(Words[another].Length)]}"
                : $"{Qualifiers[random.Below(Qualifiers.Length)]} {Words[topic][random.Below(Words[topic].Length)]}");
        return string.Join(' ', said);
    }

    private static int Another(int than, int count, ref Philox random) => (than + 1 + random.Below(count - 1)) % count;
}
