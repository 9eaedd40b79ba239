namespace EarlyExit.Data;

/// <summary>
/// A built-in text classification, made in memory from a seed: somebody says what they like and what they hate, and the class is what they
/// like: animals, food, weather or tools. Each sample has a known difficulty, drawn first and uniform in [0, 1]. Easy texts name what is
/// liked and nothing else, so that counting words is enough. The harder a text, the more words of another topic it hates, up to three
/// times as many: then one has to know for each word whether <c>likes</c> or <c>hates</c> came last before it, up to six words away.
/// </summary>
public static class Topics
{
    /// <summary>Words about a topic in each text.</summary>
    private const int Mentions = 8;

    /// <summary>T: class token, the words with at most four verbs among them, the separator.</summary>
    private const int Length = Mentions + 6;

    private static readonly string[][] Words =
    [
        ["cat", "dog", "horse", "sheep"],
        ["bread", "soup", "cheese", "apple"],
        ["rain", "snow", "storm", "fog"],
        ["hammer", "saw", "drill", "ladder"],
    ];

    private static readonly Vocabulary Known = new([.. Words.SelectMany(words => words), "likes", "hates"]);

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

    // The liked and the hated words each in one or two runs, which take turns.
    private static string Talk(int topic, float difficulty, ref Philox random)
    {
        var another = (topic + 1 + random.Below(Words.Length - 1)) % Words.Length;
        var hated = (int)Math.Round(difficulty * 6);
        var likesFirst = random.Below(2) == 0;
        var (liked, disliked) = (Runs("likes", topic, Mentions - hated, ref random), Runs("hates", another, hated, ref random));
        var (first, second) = likesFirst ? (liked, disliked) : (disliked, liked);
        return string.Join(' ', Enumerable.Range(0, 2).SelectMany(k => first.Skip(k).Take(1).Concat(second.Skip(k).Take(1))));
    }

    private static List<string> Runs(string verb, int topic, int count, ref Philox random)
    {
        var runs = new List<string>();
        for (var (left, run) = (count, 0); left > 0; run++)
        {
            var length = run == 1 ? left : 1 + random.Below(left);
            var words = new List<string> { verb };
            for (var k = 0; k < length; k++) words.Add(Words[topic][random.Below(Words[topic].Length)]);
            runs.Add(string.Join(' ', words));
            left -= length;
        }
        return runs;
    }
}
