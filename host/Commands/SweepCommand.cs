using System.CommandLine;
using EarlyExit.Host.Setup;
using EarlyExit.Host.Sweeps;

namespace EarlyExit.Host.Commands;

/// <summary><c>sweep</c>: a study over many cells, on this machine or as tasks of a scheduler. The library does the work.</summary>
internal static class SweepCommand
{
    public const string Verb = "sweep";
    private const string Library = "EarlyExit.Sweeps.SweepCommands";

    public static Command Create(Repository repository)
    {
        var command = new Command(Verb, "Train a study of many networks, here or on a cluster; docs/sweeps.md explains it.");
        foreach (var verb in new[] { Example(repository), Plan(repository), SweepRunCommand.Create(repository, Library), Slurm(repository), Kubernetes(repository), Collect(repository) })
            command.Add(verb);
        return command;
    }

    internal static Argument<string> Study() => new("study") { Description = "A study file; sweep example prints one." };

    private static Command Example(Repository repository)
    {
        var command = new Command("example", "Print a small study file.");
        command.SetAction(async (_, cancellation) =>
        {
            Console.Write((await LibraryCall.LoadAsync(repository, Library, cancellation)).Invoke<string>("Example"));
            return 0;
        });
        return command;
    }

    private static Command Plan(Repository repository)
    {
        var study = Study();
        var command = new Command("plan", "List the cells, say which are done, and estimate the rest.") { study };
        command.SetAction(async (parsed, cancellation) =>
            (await LibraryCall.LoadAsync(repository, Library, cancellation)).Invoke<int>("Plan", parsed.GetValue(study), Console.Out, cancellation));
        return command;
    }

    private static Command Collect(Repository repository)
    {
        var study = Study();
        var csv = new Option<string?>("--csv") { Description = "Where the table goes; artifacts/results without it.", HelpName = "file" };
        var command = new Command("collect", "Merge what is there into one table; list what is missing or failed.") { study, csv };
        command.SetAction(async (parsed, cancellation) =>
            (await LibraryCall.LoadAsync(repository, Library, cancellation)).Invoke<int>("Collect", parsed.GetValue(study), parsed.GetValue(csv), Console.Out));
        return command;
    }

    private static Command Slurm(Repository repository)
    {
        var options = new TaskOptions();
        var submit = new Option<bool>("--submit") { Description = "Hand the script to sbatch; without it, it is only printed." };
        var command = new Command("slurm", "Print the study as a job array of Slurm.") { submit };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var tasks = options.Of(parsed, await LibraryCall.LoadAsync(repository, Library, cancellation));
            var script = SlurmScript.Of(tasks, Program);
            if (!parsed.GetValue(submit))
            {
                Console.Write(script);
                return 0;
            }
            Directory.CreateDirectory(tasks.Logs);
            var file = Path.Combine(tasks.Folder, "array.sh");
            await File.WriteAllTextAsync(file, script, cancellation);
            try
            {
                return (await ChildProcess.RunAsync("sbatch", [file], repository.Root, Console.WriteLine, cancellation: cancellation)).ExitCode;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                throw new UsageException($"sbatch is not here; run this where it is, or take {file} there.");
            }
        });
        return command;
    }

    private static Command Kubernetes(Repository repository)
    {
        var options = new TaskOptions();
        var image = new Option<string>("--image") { Description = "Image of a pod, with .NET and libtorch.", HelpName = "image", Required = true };
        var claim = new Option<string>("--claim") { Description = "Volume claim with the built repository, shared by all pods.", HelpName = "name", Required = true };
        var command = new Command("kubernetes", "Print the study as an Indexed Job of Kubernetes.") { image, claim };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var tasks = options.Of(parsed, await LibraryCall.LoadAsync(repository, Library, cancellation));
            Console.Write(KubernetesJob.Of(tasks, parsed.GetValue(image)!, parsed.GetValue(claim)!, repository.Root, Program));
            return 0;
        });
        return command;
    }

    private static string Program => typeof(SweepCommand).Assembly.Location;

    /// <summary>What the tasks of a scheduler are to be like.</summary>
    private sealed class TaskOptions
    {
        private readonly Argument<string> _study = Study();
        private readonly Option<int?> _count = new("--tasks") { Description = $"Number of tasks, at most {Tasks.Most}; about four cells each without it.", HelpName = "n" };
        private readonly Option<int> _atOnce = new("--at-once") { Description = "The most tasks at the same time.", DefaultValueFactory = _ => 16, HelpName = "n" };
        private readonly Option<string> _time = new("--time") { Description = "Time of a task; one that needs more is saved and goes on.", DefaultValueFactory = _ => "02:00:00", HelpName = "h:mm:ss" };
        private readonly Option<int> _cores = new("--cores") { Description = "Cores of a task.", DefaultValueFactory = _ => 4, HelpName = "n" };
        private readonly Option<bool> _gpu = new("--gpu") { Description = "A GPU for each task." };

        public void AddTo(Command command)
        {
            command.Add(_study);
            foreach (var option in new Option[] { _count, _atOnce, _time, _cores, _gpu }) command.Add(option);
            foreach (var option in new[] { _atOnce, _cores })
                option.Validators.Add(result =>
                {
                    if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1) result.AddError($"{option.Name} is '{result.Tokens[0].Value}', expected at least 1.");
                });
        }

        public Tasks Of(ParseResult parsed, LibraryCall library)
        {
            var study = Path.GetFullPath(parsed.GetValue(_study)!);
            var (name, cells, folder) = library.Invoke<(string, int, string)>("About", study);
            var count = parsed.GetValue(_count) ?? Tasks.Suitable(cells);
            if (count < 1 || count > Math.Min(cells, Tasks.Most)) throw new UsageException($"--tasks is '{count}', expected 1 to {Math.Min(cells, Tasks.Most)} for {cells} cells.");
            return new(study, name, cells, folder, count, Math.Min(count, parsed.GetValue(_atOnce)), parsed.GetValue(_time)!, parsed.GetValue(_cores), parsed.GetValue(_gpu));
        }
    }
}
