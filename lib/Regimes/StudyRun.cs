using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using TorchSharp;

namespace EarlyExit.Regimes;

/// <summary>Brings one planned run about, from the cache as far as it reaches.</summary>
internal sealed class StudyRun(Architecture architecture, IDataSet data, StudyPlan plan, Recipe recipe, string name, StudyPace pace)
{
    /// <summary>The finished run, its outputs collected; those of a bundled one are when somebody asks for them.</summary>
    public Run Finish(CancellationToken cancellation)
    {
        var finished = plan.Entries[^1].Finished();
        if (finished is null)
        {
            using var network = architecture.Build(plan.Seed);
            network.to(Devices.Chosen);
            finished = Reach(plan.Phases.Count - 1, network, cancellation);
        }
        var run = new Run(plan.Entries[^1], finished, architecture, data, plan.Regime, plan.Seed);
        if (finished.IsBundled) return run;
        // One process computes them, others wait and read; a cache that holds everything may be read-only.
        using var alone = run.OutputsAreStored ? null : plan.Entries[^1].Lock(cancellation);
        run.CollectOutputs();
        return run;
    }

    /// <summary>Brings a fresh network to the state after phase k, by loading it or by training on from phase k - 1.</summary>
    private FinishedEntry Reach(int k, MultiExitNetwork network, CancellationToken cancellation)
    {
        var entry = plan.Entries[k];
        using var alone = entry.Lock(cancellation);
        var finished = entry.Finished();
        if (finished is not null)
        {
            finished.LoadInto(network);
        }
        else
        {
            var before = k == 0 ? [] : Reach(k - 1, network, cancellation).Phases;
            var phase = plan.Phases[k];
            var macs = TrainingSize.Of(data, recipe).MostMacs(phase, architecture);
            var record = new Trainer(network, data, recipe, plan.Seed)
                .Train(phase, k, entry.Checkpoint, pace.Of(name, entry, macs), cancellation);
            finished = entry.Finish(network, [.. before, record]);
        }
        pace.Done(entry);
        return finished;
    }
}
