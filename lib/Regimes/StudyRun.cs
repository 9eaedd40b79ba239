using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using TorchSharp;

namespace EarlyExit.Regimes;

/// <summary>Brings one planned run about, from the cache as far as it reaches.</summary>
internal sealed class StudyRun(Architecture architecture, IDataSet data, StudyPlan plan, Recipe recipe, string name, StudyPace pace)
{
    /// <summary>The finished run, its outputs collected.</summary>
    public Run Finish(CancellationToken cancellation)
    {
        var history = plan.Entries[^1].Finished();
        if (history is null)
        {
            using var network = architecture.Build(plan.Seed);
            network.to(Devices.Chosen);
            history = Reach(plan.Phases.Count - 1, network, cancellation);
        }
        var run = new Run(plan.Entries[^1], architecture, data, plan.Regime, plan.Seed, history);
        run.CollectOutputs();
        return run;
    }

    /// <summary>Brings a fresh network to the state after phase k, by loading it or by training on from phase k - 1.</summary>
    private IReadOnlyList<PhaseRecord> Reach(int k, MultiExitNetwork network, CancellationToken cancellation)
    {
        if (k < 0) return [];
        var entry = plan.Entries[k];
        using var alone = entry.Lock(cancellation);
        var history = entry.Finished();
        if (history is not null)
        {
            entry.LoadInto(network);
        }
        else
        {
            var before = Reach(k - 1, network, cancellation);
            var phase = plan.Phases[k];
            var macs = TrainingSize.Of(data, recipe).MostMacs(phase, architecture);
            var record = new Trainer(network, data, recipe, plan.Seed)
                .Train(phase, k, entry.Checkpoint, pace.Of(name, entry, macs), cancellation);
            history = [.. before, record];
            entry.Finish(network, history);
        }
        pace.Done(entry);
        return history;
    }
}
