using EarlyExit.Models;

namespace EarlyExit.Analysis;

/// <summary>
/// Which loss is followed between networks, and with it what moves: a head that only some of the networks have, or that was trained on
/// other features, must not count for the distance of two backbones.
/// </summary>
/// <param name="Name">In words.</param>
/// <param name="On">From the first network's blueprint to the one whose weights move; the loss is the mean over its exits.</param>
public sealed record PathLoss(string Name, Func<Architecture, Architecture> On)
{
    /// <summary>The last exit's; stem, stages and classifier move, early heads are left out.</summary>
    public static PathLoss LastExit { get; } = new("last exit", architecture => architecture.Backbone.Alone);

    /// <summary>The mean over all exits; everything moves, so that the networks must have the same heads.</summary>
    public static PathLoss MeanOverExits { get; } = new("mean over exits", architecture => architecture);
}
