using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Models;
using EarlyExit.Workbook;

namespace EarlyExit.Regimes;

/// <summary>
/// Separate training: a network of its own for every exit, which shares nothing with the others. It has the best heads that the depth allows
/// and pays for them: a sample that one network does not release starts from its pixels again in the next, so costs are sums over networks.
/// </summary>
/// <param name="Seed">Seed of all its networks.</param>
/// <param name="Networks">One run for each exit, from the shallowest.</param>
/// <param name="Validation">What they say about the validation part, at the costs of running one after the other.</param>
/// <param name="Test">The same of the test part.</param>
public sealed record SeparateNetworks(int Seed, IReadOnlyList<Run> Networks, ExitOutputs Validation, ExitOutputs Test)
{
    /// <summary>Multiply-accumulates spent on training all of them.</summary>
    public double TrainingMacs => Networks.Sum(run => run.TrainingMacs);

    /// <summary>Trains the part up to each exit as a network of its own, for seeds 0, 1, ...</summary>
    /// <param name="network">The blueprint whose exits are to be had one by one.</param>
    /// <param name="data">What they are trained and evaluated on.</param>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="budget">How much training each of the networks gets.</param>
    /// <param name="recipe">What all share; <see cref="Recipe.For"/> when not given.</param>
    /// <param name="folder">The cache; <see cref="Session.StudyFolder"/> when not given.</param>
    /// <param name="progress">Told after every step; a line on the console when not given.</param>
    /// <param name="cancellation">Stops training after a checkpoint; the same call then goes on from it.</param>
    public static async Task<IReadOnlyList<SeparateNetworks>> Train(
        Architecture network, DataSet data, int seeds, Budget? budget = null, Recipe? recipe = null,
        string? folder = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var alone = new Regime("separate", new Phase(Trains.Everything));
        var trained = new List<Runs>();
        for (var exit = 0; exit < network.Exits.Count; exit++)
            trained.Add(await Study.Train(network.Only(exit), data, [alone], seeds, budget, recipe, folder, progress, cancellation));
        return
        [
            .. from seed in Enumerable.Range(0, seeds)
               let runs = trained.Select(exit => exit[seed]).ToArray()
               select new SeparateNetworks(seed, runs, Joined(network, runs, run => run.Validation), Joined(network, runs, run => run.Test)),
        ];
    }

    private static ExitOutputs Joined(Architecture network, IReadOnlyList<Run> runs, Func<Run, ExitOutputs> part)
    {
        var outputs = runs.Select(part).ToArray();
        var costs = new double[outputs.Length];
        for (var exit = 0; exit < costs.Length; exit++)
            costs[exit] = (exit == 0 ? 0 : costs[exit - 1]) + runs[exit].Architecture.BackboneMacs / (double)network.BackboneMacs;
        return new ExitOutputs(
            [.. outputs.SelectMany(one => one.Logits.ToArray())], [.. outputs[0].Labels], costs, outputs[0].C, outputs[^1].Info with { Network = network.Name });
    }
}
