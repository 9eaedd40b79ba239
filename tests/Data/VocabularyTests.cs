using EarlyExit.Data;

namespace EarlyExit.Tests.Data;

public sealed class VocabularyTests
{
    private static readonly Vocabulary Small = new(["a", "b", "c", "d", "e", "?"]);

    [Theory]
    [InlineData("The cat, the DOG.", "the|cat|,|the|dog|.")]
    [InlineData("don't 'quote' o'clock's", "don't|'|quote|'|o'clock's")]
    [InlineData("Größe 3.5\tµm\r\nné\u0301e", "größe|3|.|5|µm|né\u0301e")]
    [InlineData("a--b  \u00a0 c", "a|-|-|b|c")]
    [InlineData(" \n", "")]
    public void Tokens_are_words_in_lower_case_and_single_marks(string text, string tokens) =>
        Assert.Equal(tokens, string.Join('|', Vocabulary.Split(text)));

    [Fact]
    public void The_most_frequent_words_come_first_and_ties_in_ordinal_order()
    {
        string[] texts = ["b a c b", "a d b é", "zz"];
        Assert.Equal("b a c", Vocabulary.Of(texts, size: 7).Decode([4, 5, 6]));
        var all = Vocabulary.Of(texts, size: 100);
        Assert.Equal((10, "b a c d zz é"), (all.Count, all.Decode([4, 5, 6, 7, 8, 9])));
        Assert.Equal("b a", Vocabulary.Of(texts, size: 100, atLeast: 2).Decode([4, 5]));
        Assert.Equal(6, Vocabulary.Of(texts, size: 100, atLeast: 2).Count);
    }

    [Fact]
    public void A_text_is_encoded_between_class_and_separator()
    {
        Assert.Equal([2, 4, 1, 6, 3, 0, 0], Small.Encode(7, "A what c"));
        Assert.Equal([2, 4, 5, 6, 3], Small.Encode(5, "a b c d e"));
        Assert.Equal([2, 3, 0], Small.Encode(3, ""));
        Assert.Equal("[cls] a [unk] c [sep]", Small.Decode(Small.Encode(7, "A what c")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small.Encode(2, "a"));
    }

    // What BERT's _truncate_seq_pair does: as long as both are too long together, the longer one loses its last token, of equal ones the second.
    [Theory]
    [InlineData("a b", "c", 8, "[cls] a b [sep] c [sep]")]
    [InlineData("a b c d e", "e d c b a", 8, "[cls] a b c [sep] e d [sep]")]
    [InlineData("a", "e d c b a", 7, "[cls] a [sep] e d c [sep]")]
    [InlineData("a b c d e", "e", 6, "[cls] a b [sep] e [sep]")]
    [InlineData("a b c", "e d c", 5, "[cls] a [sep] e [sep]")]
    public void Of_a_pair_the_longer_text_is_cut(string first, string second, int length, string kept)
    {
        var ids = Small.Encode(length, first, second);
        Assert.Equal(length, ids.Length);
        Assert.Equal(kept, Small.Decode(ids));
    }

    [Fact]
    public void A_saved_vocabulary_is_the_same()
    {
        var path = Path.GetTempFileName();
        try
        {
            Small.Save(path);
            Assert.Equal("early-exit vocabulary 1\na\nb\nc\nd\ne\n?\n", File.ReadAllText(path));
            var again = Vocabulary.Load(path);
            Assert.Equal(Enumerable.Range(0, Small.Count).Select(id => Small[id]), Enumerable.Range(0, again.Count).Select(id => again[id]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("", "no line")]
    [InlineData("words\na\n", "'words'")]
    [InlineData("early-exit vocabulary 1\na\nb\na\n", "'a' occurs twice")]
    [InlineData("early-exit vocabulary 1\na\ntwo words\n", "'two words'")]
    [InlineData("early-exit vocabulary 1\n[pad]\n", "'[pad]'")]
    [InlineData("early-exit vocabulary 1\nUpper\n", "'Upper'")]
    public void Another_file_is_refused_by_what_is_wrong_with_it(string content, string found)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content);
            Assert.Contains(found, Assert.Throws<DataFormatException>(() => Vocabulary.Load(path)).Found);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
