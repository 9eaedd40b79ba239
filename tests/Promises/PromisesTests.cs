using System.Reflection;
using EarlyExit.Host.Promises;

namespace EarlyExit.Tests.Promises;

/// <summary>The table of promises: every row names tests that exist, every long test belongs to a row.</summary>
public class PromisesTests
{
    private static readonly (MethodInfo Method, (string Name, string Value)[] Traits)[] Tests =
    [
        .. from type in typeof(PromisesTests).Assembly.GetTypes()
           from method in type.GetMethods()
           where method.GetCustomAttributes<FactAttribute>().Any()
           select (method, (ValueTuple<string, string>[])[.. method.GetCustomAttributes<TraitAttribute>().Concat(type.GetCustomAttributes<TraitAttribute>()).Select(trait => (trait.Name, trait.Value))]),
    ];

    public static TheoryData<string> Keys => [.. Promise.All.Select(promise => promise.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Names_tests_that_exist(string key)
    {
        var promise = Promise.All.Single(promise => promise.Key == key);
        Assert.NotEmpty(promise.Tests);
        Assert.All(promise.Tests, name => Assert.Contains(Tests, test => test.Method.DeclaringType!.FullName == $"EarlyExit.Tests.{name}"));
    }

    [Fact]
    public void Every_long_test_belongs_to_a_promise_and_the_tests_of_a_promise_are_long()
    {
        var promises = Tests.SelectMany(test => test.Traits.Where(trait => trait.Name == "Promise").Select(trait => (test.Method, trait.Value, test.Traits))).ToArray();
        Assert.All(promises, test => Assert.Contains(("Duration", "long"), test.Traits));
        Assert.All(promises, test => Assert.Contains(test.Value, Promise.All.Select(promise => promise.Key)));
        Assert.All(Tests.Where(test => test.Traits.Contains(("Duration", "long"))), test => Assert.Contains(test.Traits, trait => trait.Name == "Promise"));
    }

    [Fact]
    public void A_row_says_what_failed_and_what_has_not_been_run()
    {
        var record = new PromiseRecord(new(2026, 1, 2, 3, 4, 5), 90, "a machine", [new("One.Test", "Pass", ""), new("Two.Test", "Fail", "")],
            new Dictionary<string, long> { ["inputs tried"] = 200_000, ["crashes"] = 1 }, ["worst input: 3 times its size"]);
        var page = PromiseTable.Page([(Promise.All[0], record), (Promise.All[1], null)]);
        Assert.Contains("**NO**: 1 of 2 long tests failed | inputs tried 200,000, crashes 1 | 2026-01-02, 2 min |", page);
        Assert.Contains("no long run yet", page);
        Assert.Contains("- FAIL `Two.Test`", page);
        Assert.Contains("- worst input: 3 times its size", page);
    }

    [Fact]
    public void A_record_survives_its_file()
    {
        using var folder = new Host.TemporaryFolder();
        var path = folder.File("files.json");
        var record = new PromiseRecord(new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), 1, "m", [new("T", "Skip", "why")], new Dictionary<string, long> { ["n"] = 2 }, ["a note"]);
        record.Save(path);
        Assert.Equivalent(record, PromiseRecord.Load(path), strict: true);
        Assert.Null(PromiseRecord.Load(folder.File("missing.json")));
        Assert.Throws<EarlyExit.Host.UsageException>(() => PromiseRecord.Load(folder.Write("broken.json", "{")));
    }
}
