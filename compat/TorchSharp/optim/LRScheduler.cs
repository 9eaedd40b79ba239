namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets an optimiser's learning rates, one step an epoch. Making one takes its first step, to epoch 0.</summary>
            public abstract class LRScheduler
            {
                internal readonly Optimizer optimizer;
                private protected readonly double[] baseRates;
                private readonly bool verbose;
                internal double[] lastRates;

                /// <summary>The epoch of the current rates.</summary>
                internal int epoch;

                private protected LRScheduler(Optimizer optimizer, int last_epoch, bool verbose)
                {
                    (this.optimizer, epoch, this.verbose) = (optimizer ?? throw new ArgumentNullException(nameof(optimizer)), last_epoch, verbose);
                    baseRates = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    lastRates = [.. Rates];
                }

                private protected IEnumerable<double> Rates => optimizer.ParamGroups.Select(group => group.LearningRate);

                public virtual void step() => step(null);

                /// <summary>Goes to the next epoch, or to a given one.</summary>
                public virtual void step(int? epoch)
                {
                    this.epoch = epoch ?? this.epoch + 1;
                    double[] rates = [.. epoch is null ? get_lr() : get_closed_form_lr()];
                    foreach (var (group, rate) in optimizer.ParamGroups.Zip(rates)) group.LearningRate = rate;
                    if (verbose)
                        foreach (var (rate, last) in rates.Zip(lastRates))
                            if (rate != last) Console.WriteLine($"Adjusting learning rate to {rate}");
                    lastRates = rates;
                }

                /// <summary>Goes to the next epoch; the metric is for schedules that heed one.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                public IEnumerable<double> get_last_lr() => lastRates;

                /// <summary>The rates of this epoch, from those of the epoch before.</summary>
                protected virtual IEnumerable<double> get_lr() => Rates;

                /// <summary>The rates of this epoch, from the initial ones.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();
            }
        }
    }
}
