namespace EarlyExit.Regimes;

/// <summary>What of a study is still to be trained, in multiply-accumulates, and how fast that goes.</summary>
internal sealed class StudyPace(IProgress<TrainingProgress> progress, TimeProvider clock)
{
    private readonly Dictionary<string, double> _pending = [];
    private double _spent;
    private double _seconds;

    private IProgress<TrainingProgress> Progress => progress;

    private TimeProvider Clock => clock;

    /// <summary>Adds what is to be trained; an entry that several runs share counts once.</summary>
    public void Expect(StudyEntry entry, double macs) => _pending[entry.Folder] = macs;

    /// <summary>The entry is there, whatever it was expected to take.</summary>
    public void Done(StudyEntry entry) => _pending.Remove(entry.Folder);

    /// <summary>Passes the progress of one phase on, with the name of the run and the time left for the whole study.</summary>
    public IProgress<TrainingProgress> Of(string run, StudyEntry entry, double macs) => new Phase(this, run, entry, macs);

    private sealed class Phase(StudyPace pace, string run, StudyEntry entry, double macs) : IProgress<TrainingProgress>
    {
        private readonly long _start = pace.Clock.GetTimestamp();
        private readonly (double spent, double seconds) _before = (pace._spent, pace._seconds);
        private double? _first;

        public void Report(TrainingProgress value)
        {
            // A resumed phase has a part behind it that this process did not spend.
            _first ??= value.Epoch;
            var left = macs * (1 - value.Epoch / value.Epochs);
            pace._pending[entry.Folder] = Math.Max(0, left);
            pace._spent = _before.spent + macs * (value.Epoch - _first.Value) / value.Epochs;
            pace._seconds = _before.seconds + pace.Clock.GetElapsedTime(_start).TotalSeconds;
            var known = pace._spent > 0 && pace._seconds > 2;
            TimeSpan? time = known ? TimeSpan.FromSeconds(pace._pending.Values.Sum() * pace._seconds / pace._spent) : null;
            pace.Progress.Report(value with { Run = run, Left = time });
        }
    }
}
