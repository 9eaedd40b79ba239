using EarlyExit.Host.Promises;

namespace EarlyExit.Tests.Promises;

/// <summary>What a long test says of itself for docs/promises.md; nothing where no long run asks for it.</summary>
internal static class Report
{
    private static readonly Lock Turn = new();

    /// <summary>Counts something; equal names of a promise's tests are added up.</summary>
    /// <param name="name">What was counted: inputs tried, kills survived, bytes lost.</param>
    /// <param name="value">How many.</param>
    public static void Count(string name, long value) => Append(new(name, value, ""));

    /// <summary>Says what was measured, in a sentence with its numbers.</summary>
    public static void Say(string note) => Append(new("", 0, note));

    private static void Append(Reported reported)
    {
        if (Environment.GetEnvironmentVariable(Reported.Variable) is not { Length: > 0 } file) return;
        lock (Turn) reported.AppendTo(file);
    }
}
