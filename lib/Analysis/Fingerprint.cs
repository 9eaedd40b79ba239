using System.Security.Cryptography;
using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;

namespace EarlyExit.Analysis;

/// <summary>What tells one measurement from another, as text for the keys of <see cref="SavedRows"/>.</summary>
internal static class Fingerprint
{
    /// <summary>Blueprint, weights, buffers and device of a network.</summary>
    public static string Of(MultiExitNetwork network) =>
        $"{network.Architecture.Description}weights {Convert.ToHexStringLower(SHA256.HashData(WeightBytes.Of(network)))} on {network.Device.type}";

    /// <summary>Samples and, where they are images, how they are normalised.</summary>
    public static string Of(SampleSet samples, IDataSet data) =>
        data is DataSet { Mean: var mean, Std: var std }
            ? $"{DataFingerprint.Of(samples)} normalised by {string.Join(' ', mean.Concat(std).Select(BitConverter.SingleToInt32Bits))}"
            : DataFingerprint.Of(samples);
}
