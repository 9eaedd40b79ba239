using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Workbook;

namespace EarlyExit.Regimes;

/// <summary>
/// Trains networks and remembers them on disk: what has been trained before under exactly the same architecture, data, phases,
/// recipe and seed is read from the cache, or from the runs that come with the workbook (<see cref="Session.RunsFolder"/>), and
/// regimes that begin with the same phases share them.
/// </summary>
public static class Study
{
    /// <summary>Trains a network under several regimes from the same first weights, for seeds 0, 1, ...</summary>
    /// <param name="network">The blueprint of the network.</param>
    /// <param name="data">What it is trained and evaluated on.</param>
    /// <param name="regimes">The regimes to compare.</param>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="budget">How much training each regime gets.</param>
    /// <param name="recipe">What all regimes share; <see cref="Recipe.For"/> when not given.</param>
    /// <param name="folder">The cache; <see cref="Session.StudyFolder"/> when not given.</param>
    /// <param name="progress">Told after every step; a line on the console when not given.</param>
    /// <param name="cancellation">Stops training after a checkpoint; the same call then goes on from it.</param>
    /// <returns>The runs, seed by seed and regime by regime.</returns>
    /// <exception cref="ArgumentException">Network and data do not fit, or a phase has no length.</exception>
    /// <exception cref="TrainingDivergedException">A loss or a weight became infinite or NaN.</exception>
    public static Task<Runs> Train(
        Architecture network, IDataSet data, IReadOnlyList<Regime> regimes, int seeds, Budget? budget = null, Recipe? recipe = null,
        string? folder = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        Train(network, data, regimes, [.. Enumerable.Range(0, seeds)], budget, recipe, folder, progress, cancellation);

    /// <summary>As <see cref="Train(Architecture, IDataSet, IReadOnlyList{Regime}, int, Budget, Recipe, string, IProgress{TrainingProgress}, CancellationToken)"/>, for given seeds.</summary>
    public static Task<Runs> Train(
        Architecture network, IDataSet data, IReadOnlyList<Regime> regimes, IReadOnlyList<int> seeds, Budget? budget = null, Recipe? recipe = null,
        string? folder = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        Train(network, data, regimes, seeds, budget, recipe, StudyFolders.Of(folder), progress, cancellation);

    internal static Task<Runs> Train(
        Architecture network, IDataSet data, IReadOnlyList<Regime> regimes, IReadOnlyList<int> seeds, Budget? budget, Recipe? recipe,
        StudyFolders folders, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        RequireFit(network.Backbone, data.Train);
        budget ??= Budget.None;
        recipe ??= Recipe.For(data);
        return Task.Run(
            () =>
            {
                StudyPlan[] plans = [.. from seed in seeds from regime in regimes select StudyPlan.Of(network, data, regime, seed, budget, recipe, folders)];
                using var line = progress is null ? new TrainingLine() : null;
                var pace = new StudyPace(progress ?? line!, TimeProvider.System);
                var size = TrainingSize.Of(data, recipe);
                foreach (var plan in plans.Where(plan => plan.Entries[^1].Finished() is null))
                    for (var k = 0; k < plan.Phases.Count; k++)
                        if (plan.Entries[k].Finished() is null) pace.Expect(plan.Entries[k], size.MostMacs(plan.Phases[k], network));
                return new Runs([.. plans.Select((plan, i) => new StudyRun(network, data, plan, recipe, $"{plan.Regime.Name}, seed {plan.Seed} ({i + 1} of {plans.Length})", pace)
                    .Finish(cancellation))]);
            },
            cancellation);
    }

    private static void RequireFit(Backbone network, SampleSet samples)
    {
        var sizes = Shape.Of([.. samples.Sizes.Select(size => (long)size)]);
        if (!network.Input.Equals(sizes))
            throw new ArgumentException(samples is TextSet
                ? $"{network.Name} takes texts of {network.Input} tokens, {samples.Name} has texts of {sizes}; build it with length: {sizes}."
                : $"{network.Name} takes inputs of {network.Input}, {samples.Name} has images of {sizes}; build it with input: [{string.Join(", ", sizes)}].");
        if (network.PredictsNumbers != samples.IsRegression)
            throw new ArgumentException($"{network.Name} says {(network.PredictsNumbers ? "a number" : "a class")}, {samples.Name} asks for {(samples.IsRegression ? "a number" : "a class")}; build it with classes: {samples.Classes}.");
        if (network.Classes != samples.Classes)
            throw new ArgumentException($"{network.Name} tells {network.Classes} classes apart, {samples.Name} has {samples.Classes}; build it with classes: {samples.Classes}.");
    }
}
