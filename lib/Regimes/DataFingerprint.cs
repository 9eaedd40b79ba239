using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using EarlyExit.Data;

namespace EarlyExit.Regimes;

/// <summary>The SHA-256 of what a data set holds, whatever it is called.</summary>
internal static class DataFingerprint
{
    private static readonly ConditionalWeakTable<SampleSet, string> Known = [];

    /// <summary>Training and validation part, which decide what a network becomes.</summary>
    public static string Of(IDataSet data) => $"train {Of(data.Train)}, validation {Of(data.Validation)}";

    /// <summary>Sizes, samples and what is to be said about them. Computed once for each set.</summary>
    public static string Of(SampleSet samples) => Known.GetValue(samples, static samples =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        samples.AppendTo(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    });
}
