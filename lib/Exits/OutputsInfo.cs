namespace EarlyExit.Exits;

/// <summary>Where outputs come from. Everything is free text for people and file names; nothing is computed from it.</summary>
/// <param name="Network">The network, such as <c>resnet14</c>.</param>
/// <param name="DataSet">The data set, such as <c>cifar-10</c>.</param>
/// <param name="Split">Which part of it: <c>validation</c> or <c>test</c>.</param>
/// <param name="Regime">The training regime, such as <c>joint</c>.</param>
/// <param name="Seed">The seed of the training run.</param>
/// <param name="Variant">What sets this run or this transformation apart, such as <c>6k</c> or <c>temperature</c>; may be empty.</param>
/// <param name="Made">How the network was trained and where, in a sentence; may be empty.</param>
public sealed record OutputsInfo(
    string Network = "", string DataSet = "", string Split = "", string Regime = "", int Seed = 0, string Variant = "", string Made = "")
{
    /// <summary>Nothing is known.</summary>
    public static OutputsInfo Unknown { get; } = new();

    /// <summary>The known parts in a line: <c>resnet14 joint 6k seed 0, cifar-10 test</c>.</summary>
    public override string ToString()
    {
        var run = string.Join(' ', new[] { Network, Regime, Variant, $"seed {Seed}" }.Where(part => part.Length > 0));
        var data = string.Join(' ', new[] { DataSet, Split }.Where(part => part.Length > 0));
        return data.Length > 0 ? $"{run}, {data}" : run;
    }
}
