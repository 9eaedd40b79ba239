using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EarlyExit.Analysis;
using EarlyExit.Charts;
using EarlyExit.Data;
using EarlyExit.Data.Downloads;
using EarlyExit.Data.Files;
using EarlyExit.Exits;
using EarlyExit.Host;
using EarlyExit.Host.Kernel.Wire;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Promises;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Sweeps;
using EarlyExit.Tests.Exits;
using EarlyExit.Tests.Host;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Promises;

/// <summary>Everything that the workbook reads, with a small sample of each.</summary>
internal static class FileFormats
{
    private const string Key = "a phase";

    private static MultiExitNetwork Network { get; } = Mlp.Of([1, 2, 2], widths: [3, 3], classes: 2).WithExits(Heads.Linear, after: Every.Block).Build(0);

    private static TorchSharp.Modules.Sequential Small { get; } = nn.Sequential(("fc", nn.Linear(3, 2)), ("bn", nn.BatchNorm1d(2)));

    private static TorchSharp.Modules.Adam Adam { get; } = optim.Adam(Small.parameters());

    private static byte[] WholeCheckpoint { get; } = CheckpointBytes();

    /// <summary>All formats; some come twice, mutated as they lie on disk and before they are packed.</summary>
    public static IReadOnlyList<FileFormat> All { get; } =
    [
        new("IDX", folder => IdxFiles.Open("set", folder, ["a", "b"]), Idx("")) { Refusals = [typeof(DataFormatException)] },
        new("IDX, gzipped", folder => IdxFiles.Open("set", folder, ["a", "b"]), Idx(".gz")) { LongInputs = 100_000, Refusals = [typeof(DataFormatException)] },
        new("IDX, before it is gzipped", folder => IdxFiles.Open("set", folder, ["a", "b"]), [("train-images-idx3-ubyte.gz", Idx("")[0].Bytes), .. Idx(".gz")[1..]])
        {
            LongInputs = 100_000,
            Refusals = [typeof(DataFormatException)],
            Pack = Zipped,
        },
        new("CIFAR-10", folder => CifarFiles.Open10(folder), Cifar(["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"], [1], "batches.meta.txt", 10))
        {
            Refusals = [typeof(DataFormatException)],
            HasNoEnd = true, // at the end of a record, or of a class's name
        },
        new("CIFAR-100", folder => CifarFiles.Open100(folder), Cifar(["train.bin", "test.bin"], [1, 2], "fine_label_names.txt", 100)) { Refusals = [typeof(DataFormatException)], HasNoEnd = true },
        new("NumPy images", folder => NumPyImages.Open(folder), ("labels.npy", Npy("|u1", "(10,)", [0, 1, 0, 1, 0, 1, 0, 1, 0, 1])), ("images.npy", Npy("|u1", "(10, 1, 2, 2)", new byte[40])), ("classes.txt", "a\nb\n"u8.ToArray()))
        {
            Refusals = [typeof(DataFormatException)],
        },
        new("outputs, npz", folder => ExitOutputs.Load(Path.Combine(folder, "net.npz")), ("net.npz", Saved("net.npz", path => MadeUp.Outputs(1, 2, 3, 2).Save(path)))) { LongInputs = 100_000, Refusals = [typeof(OutputsFormatException)], MostPerByte = 1100 },
        new("outputs, an array before it is zipped", folder => ExitOutputs.Load(Path.Combine(folder, "net.npz")), ("net.npz", Npy("<f4", "(2, 3, 2)", new byte[48])))
        {
            LongInputs = 100_000,
            Refusals = [typeof(OutputsFormatException)],
            MostPerByte = 1100,
            Pack = array => Archived(("logits.npy", array), ("labels.npy", Npy("<i4", "(3,)", new byte[12])), ("costs.npy", Npy("<f8", "(2,)", [.. BitConverter.GetBytes(.5), .. BitConverter.GetBytes(1.0)]))),
        },
        new("regression outputs, npz", folder => RegressionOutputs.Load(Path.Combine(folder, "net.npz")),
            ("net.npz", Saved("net.npz", new RegressionOutputs([1, 2, 3, 4], [1, 2], [.5, 1], OutputsInfo.Unknown).Save))) { Refusals = [typeof(OutputsFormatException)], MostPerByte = 1100 },
        new("zoo index", folder => Zoo.Load(folder), ("index.json", Encoding.UTF8.GetBytes("""[{"name":"a","network":"n","regime":"joint","seed":0,"variant":"","dataSet":"d","made":"","costs":[0.5,1],"accuracy":[0.5,0.6],"shifts":["noise"]}]""")))
        {
            Refusals = [typeof(OutputsFormatException)],
        },
        new("checkpoint", folder => Checkpoint.Load(Path.Combine(folder, "checkpoint.bin")), ("checkpoint.bin", CheckpointBytes())) { LongInputs = 100_000, Refusals = [typeof(CheckpointFormatException)] },
        new("checkpoint, its header before it is signed", folder => Resume(Path.Combine(folder, "checkpoint.bin")), ("checkpoint.bin", CheckpointBytes()[CheckpointHeader..]))
        {
            LongInputs = 100_000,
            Refusals = [typeof(CheckpointFormatException)],
            Pack = Signed,
        },
        new("state of a module", folder => Small.load(Path.Combine(folder, "state.dat")), ("state.dat", Saved("state.dat", path => Small.save(path)))) { IsOfPackage = true, Refusals = [typeof(ArgumentException)], HasNoEnd = true },
        new("state of an optimiser", folder => Adam.load_state_dict(Path.Combine(folder, "adam.dat")), ("adam.dat", Saved("adam.dat", Adam.save_state_dict)))
        {
            IsOfPackage = true,
            Refusals = [typeof(ArgumentException), typeof(InvalidDataException)],
            HasNoEnd = true,
        },
        new("tensor", folder => Tensor.Load(Path.Combine(folder, "tensor.dat")).Dispose(), ("tensor.dat", Saved("tensor.dat", path => arange(6, dtype: ScalarType.Float32).reshape(2, 3).Save(path))))
        {
            IsOfPackage = true,
            Refusals = [typeof(ArgumentException)],
            HasNoEnd = true,
        },
        new("study", folder => Study(folder).Finished(), ("manifest.json", StudyFiles()[0]), ("weights.bin", StudyFiles()[1])),
        new("saved rows", folder => _ = new SavedRows(folder, "rows", Key, 3, 2)[0], Rows()),
        new("CSV", folder => DataFrame.LoadCsv(Path.Combine(folder, "table.csv")), ("table.csv", "name,exit,accuracy\n\"a, b\",1,0.5\nc,2,0.75\nd,3,1e-3\n"u8.ToArray()))
        {
            IsOfPackage = true,
            Refusals = [typeof(FormatException), typeof(ArgumentException)],
            HasNoEnd = true,
        },
        new("notebook", folder => NotebookReader.Read(Path.Combine(folder, "a.ipynb")), ("a.ipynb", Saved("a.ipynb", path => NotebookWriter.Write(Notebook, path)))) { Refusals = [typeof(NotebookFormatException)], HasNoEnd = true },
        new("verdict", folder => VerdictFile.Read(Path.Combine(folder, "a.json")), ("a.json", VerdictBytes())) { Refusals = [typeof(FormatException)], HasNoEnd = true },
        new("20 Newsgroups", folder => NewsgroupFiles.Open(folder, length: 8, vocabulary: 20), (NewsgroupFiles.Archive, Zipped(Messages()))) { LongInputs = 100_000, Refusals = [typeof(DataFormatException)], MostPerByte = 5000 },
        new("20 Newsgroups, before it is gzipped", folder => NewsgroupFiles.Open(folder, length: 8, vocabulary: 20), (NewsgroupFiles.Archive, Messages()))
        {
            LongInputs = 100_000,
            Refusals = [typeof(DataFormatException)],
            MostPerByte = 5000,
            Pack = Zipped,
            HasNoEnd = true, // at the end of an entry
        },
        new("STS-B", folder => StsFiles.Open(folder, length: 8, vocabulary: 20), Sts()) { Refusals = [typeof(DataFormatException)], HasNoEnd = true },
        new("download registry", folder => Registry.Load(Path.Combine(folder, "registry.json")), ("registry.json", Encoding.UTF8.GetBytes("""{"a":{"folder":"a","home":"https://a.example/","licence":"l","source":"s","files":[{"name":"f","bytes":3,"sha256":"00","addresses":["https://a.example/f"],"unpacks":{"x":3}}]}}""")))
        {
            Refusals = [typeof(DataFormatException)],
            HasNoEnd = true,
        },
        new("study of a sweep", folder => Sweep.Load(Path.Combine(folder, "study.json")), ("study.json", Encoding.UTF8.GetBytes(SweepCommands.Example()))) { Refusals = [typeof(SweepFormatException)], HasNoEnd = true },
        new("vocabulary", folder => Vocabulary.Load(Path.Combine(folder, "words.txt")), ("words.txt", Saved("words.txt", new Vocabulary(["one", "two", "three"]).Save))) { Refusals = [typeof(DataFormatException)], HasNoEnd = true },
        new("connection file", folder => ConnectionFile.Read(Path.Combine(folder, "kernel.json")), ("kernel.json", Encoding.UTF8.GetBytes("""{"shell_port":1,"iopub_port":2,"stdin_port":3,"control_port":4,"hb_port":5,"key":"k","ip":"127.0.0.1","transport":"tcp","signature_scheme":"hmac-sha256"}""")))
        {
            Refusals = [typeof(UsageException)],
            HasNoEnd = true,
        },
        new("record of a promise", folder => PromiseRecord.Load(Path.Combine(folder, "files.json")),
            ("files.json", Saved("files.json", new PromiseRecord(DateTime.UnixEpoch, 1, "m", [new("T", "Pass", "")], new Dictionary<string, long> { ["n"] = 1 }, ["note"]).Save))) { Refusals = [typeof(UsageException)], HasNoEnd = true },
    ];

    private static Notebook Notebook => SmallNotebooks.Of("1 + 1") with
    {
        Cells = [new MarkdownCell("m", "# title", [], null), SmallNotebooks.Code("c", "1 + 1", new StreamOutput("stdout", "hello"), new ErrorOutput("E", "v", ["t"]))],
    };

    private static int CheckpointHeader => "EECKPT1\n".Length + SHA256.HashSizeInBytes + sizeof(int);

    private static byte[] CheckpointBytes() => Saved("checkpoint.bin", path => new Checkpoint(Key, PhasePosition.Start with { Epochs = [new(1, .1, 2, [1], [.5])] },
        new Dictionary<string, byte[]> { ["weights"] = WeightBytes.Of(Network), ["optimiser"] = [1, 2, 3], ["best"] = [] }).Save(path));

    // The header begins at the front of what is mutated; its length is where its JSON ends.
    private static byte[] Signed(byte[] content)
    {
        var whole = WholeCheckpoint;
        var length = Math.Min(content.Length, BitConverter.ToInt32(whole, CheckpointHeader - sizeof(int)) + content.Length - (whole.Length - CheckpointHeader));
        if (length < 0) length = content.Length;
        return [.. "EECKPT1\n"u8, .. SHA256.HashData(content.AsSpan(0, length)), .. BitConverter.GetBytes(length), .. content];
    }

    // As a trainer does, up to the optimiser, which is not this checkpoint's.
    private static void Resume(string path)
    {
        var checkpoint = Checkpoint.Load(path);
        foreach (var (_, bytes) in checkpoint.Sections) _ = bytes.Length;
        _ = checkpoint.Position.Epochs.Count + checkpoint.Identity.Length;
    }

    private static StudyEntry Study(string folder) => new(folder, folder, Key, TimeSpan.FromMinutes(1));

    private static byte[][] StudyFiles()
    {
        using var folder = new TemporaryFolder();
        Study(folder.Path).Finish(Network, [new("everything", 1, 2, 3, 4, [new(1, .1, 2, [1], [.5])])]);
        return [File.ReadAllBytes(folder.File("manifest.json")), File.ReadAllBytes(folder.File("weights.bin"))];
    }

    private static (string, byte[]) Rows()
    {
        using var folder = new TemporaryFolder();
        new SavedRows(folder.Path, "rows", Key, 3, 2).Add(1, [1, 2]);
        var file = Directory.GetFiles(folder.Path).Single();
        return (Path.GetFileName(file), File.ReadAllBytes(file));
    }

    private static byte[] VerdictBytes() => Encoding.UTF8.GetBytes(VerdictFile.ToJson(
        Verdict.For("05-a", "A claim", "a paper").Row("a quantity", paper: "1", here: EarlyExit.Metrics.Interval.OfMean([1.0, 2, 3]), holds: _ => true).On("data", seeds: 3, samples: 10)));

    private static (string Name, byte[] Bytes)[] Idx(string extension)
    {
        byte[] Packed(byte[] raw) => extension == ".gz" ? Zipped(raw) : raw;
        return
        [
            ($"train-images-idx3-ubyte{extension}", Packed([0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 0, 2, .. Enumerable.Range(0, 20).Select(i => (byte)i)])),
            ($"train-labels-idx1-ubyte{extension}", Packed([0, 0, 8, 1, 0, 0, 0, 10, .. Enumerable.Range(0, 10).Select(n => (byte)(n % 2))])),
            ($"t10k-images-idx3-ubyte{extension}", Packed([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 9])),
            ($"t10k-labels-idx1-ubyte{extension}", Packed([0, 0, 8, 1, 0, 0, 0, 1, 0])),
        ];
    }

    private static (string, byte[])[] Cifar(string[] files, byte[] labels, string names, int classes) =>
    [
        .. files.Select(file => (file, (byte[])[.. labels, .. new byte[3072]])),
        (names, Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, classes)))),
    ];

    private static (string, byte[])[] Sts() =>
        [.. new[] { "sts-train.csv", "sts-dev.csv", "sts-test.csv" }.Select(file => (file, "g\tf\ty\t1\t2.5\tone man\ta man\ng\tf\ty\t2\t5\tone dog\ta dog\n"u8.ToArray()))];

    private static byte[] Messages()
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, leaveOpen: true))
            foreach (var part in new[] { "train", "test" })
                foreach (var group in new[] { "rec.autos", "sci.space" })
                    for (var n = 0; n < 2; n++)
                        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"20news-bydate-{part}/{group}/{n}") { DataStream = new MemoryStream("From: x\n\nthe engine\n"u8.ToArray()) });
        return memory.ToArray();
    }

    private static byte[] Npy(string type, string shape, byte[] elements)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. header, .. elements];
    }

    private static byte[] Archived(params (string Name, byte[] Bytes)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                stream.Write(bytes);
            }
        return memory.ToArray();
    }

    private static byte[] Zipped(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var stream = new GZipStream(zipped, CompressionLevel.Fastest)) stream.Write(bytes);
        return zipped.ToArray();
    }

    private static byte[] Saved(string name, Action<string> save)
    {
        using var folder = new TemporaryFolder();
        save(folder.File(name));
        return File.ReadAllBytes(folder.File(name));
    }
}
