using EarlyExit.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Analysis;

/// <summary>A stage of a built network, which is what analyses call a layer.</summary>
/// <param name="Name">Its name in the blueprint: <c>stem</c>, <c>block0</c>, ...</param>
/// <param name="Exit">The first exit that it leads to: its output reaches this exit and all later ones.</param>
/// <param name="Module">The module.</param>
internal sealed record BackboneStage(string Name, int Exit, Module<Tensor, Tensor> Module)
{
    /// <summary>The stem, if there is one, and the stages, in order.</summary>
    public static IReadOnlyList<BackboneStage> Of(MultiExitNetwork network)
    {
        var backbone = network.Architecture.Backbone;
        IEnumerable<Stage> plans = backbone.Stem is { } stem ? [stem, .. backbone.Stages] : backbone.Stages;
        var modules = from exit in Enumerable.Range(0, network.L) from module in network.SegmentModules(exit) select (exit, module);
        return [.. plans.Zip(modules, (plan, built) => new BackboneStage(plan.Name, built.exit, built.module))];
    }
}
