namespace EarlyExit.Data;

/// <summary>
/// A built-in regression on pairs of sentences, made in memory from a seed: how far the two say the same, from 0 to 5 as in STS-B. A
/// sentence says who did what to whom (<c>cat chased dog</c>); the number is the sum of 2, 1 and 2 over those of the three that mean the
/// same. Each sample has a known difficulty, drawn first and uniform in [0, 1]: how likely the second
/// sentence is to use another word of the same meaning for each of the three, and half as likely to exchange who and whom, which
/// changes the meaning and not the words.
/// </summary>
public static class SentencePairs
{
    /// <summary>T: class token, two sentences of three words, each with its separator.</summary>
    private const int Length = 9;

    /// <summary>What each of who, what and whom counts.</summary>
    private static readonly float[] Weights = [2, 1, 2];

    // Two words of the same meaning each.
    private static readonly (string, string)[] Actors =
        [("cat", "kitten"), ("dog", "hound"), ("man", "guy")];

    private static readonly (string, string)[] Deeds =
        [("chased", "pursued"), ("helped", "aided"), ("saw", "noticed")];

    private static readonly Vocabulary Known =
        new([.. from word in (IEnumerable<(string, string)>)[.. Actors, .. Deeds] from form in (string[])[word.Item1, word.Item2] select form]);

    /// <summary>
    /// Writes the three parts. Sample n of a part depends on the seed, the part and n only, not on how many are asked for; the parts
    /// are drawn from disjoint random streams.
    /// </summary>
    /// <param name="seed">Any number; equal seeds give equal sets.</param>
    /// <param name="train">Number of training samples, at least 1.</param>
    /// <param name="validation">Number of validation samples, at least 1.</param>
    /// <param name="test">Number of test samples, at least 1.</param>
    public static TextData Create(int seed, int train = 8000, int validation = 1000, int test = 2000) =>
        new("sentence pairs", Write(seed, "train", 0x7061_6900, train), Write(seed, "validation", 0x7061_6901, validation), Write(seed, "test", 0x7061_6902, test));

    private static TextSet Write(int seed, string part, uint key, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, part);
        var tokens = new int[count * Length];
        var similarity = new float[count];
        var difficulty = new float[count];
        for (var n = 0; n < count; n++)
        {
            var random = new Philox((uint)seed, key, (uint)n);
            difficulty[n] = random.Unit();
            var first = Meaning.Draw(ref random);
            var second = first.Varied(difficulty[n], ref random);
            similarity[n] = first.Similarity(second);
            Known.Encode(Length, first.Said(0, ref random), second.Said(difficulty[n], ref random)).CopyTo(tokens, n * Length);
        }
        return new($"sentence pairs {part}", tokens, Length, Known, similarity, difficulty);
    }

    /// <summary>Who did what to whom, by their places in the lists.</summary>
    private readonly record struct Meaning(int Who, int Deed, int Whom)
    {
        public static Meaning Draw(ref Philox random)
        {
            var who = random.Below(Actors.Length);
            return new(who, random.Below(Deeds.Length), Other(who, Actors.Length, ref random));
        }

        /// <summary>Another meaning, or the same: each of the three changes with a chance of one half; hard ones may exchange who and whom instead of changing them.</summary>
        public Meaning Varied(float difficulty, ref Philox random)
        {
            var deed = random.Below(2) == 0 ? Deed : Other(Deed, Deeds.Length, ref random);
            if (random.Unit() < .5f * difficulty) return new(Whom, deed, Who);
            var who = random.Below(2) == 0 ? Who : Beside(Whom, Who, ref random);
            var whom = random.Below(2) == 0 ? Whom : Beside(who, Whom, ref random);
            return new(who, deed, whom);
        }

        public float Similarity(Meaning other) =>
            (Who == other.Who ? Weights[0] : 0) + (Deed == other.Deed ? Weights[1] : 0) + (Whom == other.Whom ? Weights[2] : 0);

        /// <summary>In words, for each of the three another one of the same meaning as likely as <paramref name="varied"/> says.</summary>
        public string Said(float varied, ref Philox random) =>
            $"{Word(Actors[Who], varied, ref random)} {Word(Deeds[Deed], varied, ref random)} {Word(Actors[Whom], varied, ref random)}";

        private static string Word((string, string) forms, float varied, ref Philox random) => random.Unit() < varied ? forms.Item2 : forms.Item1;

        private static int Other(int than, int count, ref Philox random) => (than + 1 + random.Below(count - 1)) % count;

        /// <summary>An actor who is neither of these two.</summary>
        private static int Beside(int one, int two, ref Philox random)
        {
            while (true)
            {
                var actor = random.Below(Actors.Length);
                if (actor != one && actor != two) return actor;
            }
        }
    }
}
