using System.Text.RegularExpressions;
using EarlyExit.Host;

namespace EarlyExit.Tests.Torch;

/// <summary>libtorch has one thread count and one stream of random numbers: tests that use it must not run side by side.</summary>
public partial class OneCollectionTests
{
    [Fact]
    public void Every_class_that_uses_tensors_is_in_the_collection_torch()
    {
        var tests = Path.Combine(Repository.Find().Root, "tests");
        var outside = Directory.EnumerateFiles(tests, "*Tests.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file) is var source && UsesTensors().IsMatch(source) && !source.Contains("[Collection(\"torch\")]"));
        Assert.Empty(outside.Select(file => Path.GetRelativePath(tests, file)));
    }

    [GeneratedRegex(@"^using TorchSharp;|class \w+ : OneThread", RegexOptions.Multiline)]
    private static partial Regex UsesTensors();
}
