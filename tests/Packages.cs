using System.Reflection;

namespace EarlyExit.Tests;

/// <summary>Whether the tests run with the packages or with the subsets in compat/, which promise a little more (environment.md).</summary>
internal static class Packages
{
    /// <summary>The build property <c>Packages</c>: nuget or compat.</summary>
    public static string Name { get; } = typeof(Packages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == nameof(Packages)).Value!;

    public static bool AreCompat => Name == "compat";

    /// <summary>Skips the rest of a test of what the packages do not do.</summary>
    /// <param name="difference">What they do instead.</param>
    public static void SkipUnlessCompat(string difference) => Assert.SkipUnless(AreCompat, difference);
}
