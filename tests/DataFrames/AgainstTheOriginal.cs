using System.Text.Json;

namespace EarlyExit.Tests.DataFrames;

/// <summary>Tables answer alike whether they are the original's or the subset's.</summary>
public class AgainstTheOriginal
{
    private static readonly Dictionary<string, string> Golden = JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "dataframe", "answers.json")))!;

    public static TheoryData<string> Names => [.. Golden.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Answer(string name) => Assert.Equal(Golden[name], ReferenceFrames.All().Single(a => a.Name == name).Answer);

    [Fact]
    public void NoneIsMissing() => Assert.Equal(Golden.Keys, ReferenceFrames.All().Select(a => a.Name));
}
