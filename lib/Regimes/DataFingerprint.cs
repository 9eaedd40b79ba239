using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EarlyExit.Data;

namespace EarlyExit.Regimes;

/// <summary>The SHA-256 of what a data set holds, whatever it is called.</summary>
internal static class DataFingerprint
{
    private static readonly ConditionalWeakTable<ImageSet, string> Known = [];

    /// <summary>Training and validation part, which decide what a network becomes.</summary>
    public static string Of(DataSet data) => $"train {Of(data.Train)}, validation {Of(data.Validation)}";

    /// <summary>Sizes, pixels and labels. Computed once for each set.</summary>
    public static string Of(ImageSet images) => Known.GetValue(images, static images =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int[] sizes = [images.Count, images.Channels, images.Height, images.Width, images.Classes];
        hash.AppendData(MemoryMarshal.AsBytes(sizes.AsSpan()));
        hash.AppendData(images.Pixels);
        hash.AppendData(MemoryMarshal.AsBytes(images.Labels.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    });
}
