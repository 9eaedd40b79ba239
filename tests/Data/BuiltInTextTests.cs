using EarlyExit.Data;

namespace EarlyExit.Tests.Data;

/// <summary>The built-in texts: what they say is worked out anew from their words, by rules written here.</summary>
public sealed class BuiltInTextTests
{
    private static readonly Dictionary<string, string[]> Kinds = new()
    {
        ["animals"] = ["cat", "dog", "horse", "sheep"],
        ["food"] = ["bread", "soup", "cheese", "apple"],
        ["weather"] = ["rain", "snow", "storm", "fog"],
        ["tools"] = ["hammer", "saw", "drill", "ladder"],
    };

    [Fact]
    public void The_class_of_a_talk_is_what_is_liked_in_it()
    {
        var texts = Topics.Create(seed: 3, train: 600, validation: 1, test: 1).Train;
        for (var n = 0; n < texts.Count; n++)
        {
            var (verb, liked, hated) = ("", new HashSet<string>(), new HashSet<string>());
            foreach (var word in texts.Words(n).Split(' ').Where(word => word[0] != '['))
                if (word is "likes" or "hates") verb = word;
                else (verb == "likes" ? liked : hated).Add(Kind(word));
            Assert.Equal([texts.ClassNames[texts.Labels[n]]], liked);
            Assert.DoesNotContain(texts.ClassNames[texts.Labels[n]], hated);
            Assert.InRange(hated.Count, 0, 1);
        }
    }

    [Fact]
    public void Counting_the_words_is_enough_for_easy_talks_and_wrong_for_hard_ones()
    {
        var texts = Topics.Create(seed: 4, train: 4000, validation: 1, test: 1).Train;
        Assert.Equal(1, Right(0, .58)); // up to three of eight words are hated
        Assert.Equal(.5, Right(.59, .74), 3);
        Assert.Equal(0, Right(.76, 1));

        double Right(double low, double high) => Enumerable.Range(0, texts.Count).Where(n => texts.Difficulty![n] >= low && texts.Difficulty[n] < high).Average(n =>
        {
            var counts = Kinds.Values.Select(kind => texts.Words(n).Split(' ').Count(kind.Contains)).ToArray();
            return counts[texts.Labels[n]] == counts.Max() ? 1.0 / counts.Count(count => count == counts.Max()) : 0;
        });
    }

    [Fact]
    public void The_number_of_a_pair_is_what_its_sentences_share()
    {
        var pairs = SentencePairs.Create(seed: 5, train: 800, validation: 1, test: 1).Train;
        for (var n = 0; n < pairs.Count; n++)
        {
            var sentences = pairs.Words(n).Replace("[cls] ", "").Split(" [sep]", StringSplitOptions.RemoveEmptyEntries).Select(Meaning).ToArray();
            float[] weights = [2, 1, 2];
            Assert.Equal(Enumerable.Range(0, 3).Sum(k => sentences[0][k] == sentences[1][k] ? weights[k] : 0), pairs.Values[n]);
        }
        Assert.Contains(pairs.Values, value => value == 5);
        Assert.Contains(pairs.Values, value => value == 0);
    }

    [Fact]
    public void Sample_n_depends_on_seed_part_and_n_alone()
    {
        foreach (var (small, large, other) in new[]
        {
            (Topics.Create(1, 20, 5, 5), Topics.Create(1, 50, 9, 9), Topics.Create(2, 20, 5, 5)),
            (SentencePairs.Create(1, 20, 5, 5), SentencePairs.Create(1, 50, 9, 9), SentencePairs.Create(2, 20, 5, 5)),
        })
        {
            Assert.Equal(small.Train.Tokens, large.Train.Take(20).Tokens);
            Assert.Equal(small.Test.Difficulty, large.Test.Take(5).Difficulty);
            Assert.NotEqual(small.Train.Tokens, other.Train.Tokens);
            Assert.NotEqual(small.Test.Tokens, small.Validation.Tokens);
            Assert.DoesNotContain(Vocabulary.Unknown, small.Train.Tokens);
        }
    }

    private static string Kind(string word) => Kinds.Single(kind => kind.Value.Contains(word)).Key;

    // who, deed, whom, each by the first word of its meaning
    private static string[] Meaning(string sentence)
    {
        var words = sentence.Trim().Split(' ').Select(Plain).ToArray();
        return words;
    }

    private static string Plain(string word) => word switch
    {
        "kitten" => "cat",
        "hound" => "dog",
        "guy" => "man",
        "pursued" => "chased",
        "aided" => "helped",
        "noticed" => "saw",
        _ => word,
    };
}
