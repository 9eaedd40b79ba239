using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using EarlyExit.Data;
using EarlyExit.Data.Files;
using EarlyExit.Exits;
using EarlyExit.Host;
using EarlyExit.Regimes;
using EarlyExit.Tests.Host;
using Mono.Cecil;

namespace EarlyExit.Tests.Promises;

/// <summary>Nothing executes code on load, nothing writes outside its folder.</summary>
public class NoCodeTests
{
    [Fact]
    public void A_pickle_in_an_array_is_refused_and_not_run()
    {
        using var folder = new TemporaryFolder();
        var marker = folder.File("executed");
        byte[] pickle = Encoding.ASCII.GetBytes($"cos\nsystem\n(S'touch {marker}'\ntR.");
        var header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n"u8.ToArray();
        byte[] array = [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. header, .. pickle];
        var path = folder.File("net.npz");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
            foreach (var key in new[] { "logits", "labels", "costs", "info" })
            {
                using var entry = archive.CreateEntry($"{key}.npy").Open();
                entry.Write(array);
            }
        Assert.Contains("Python objects", Assert.Throws<OutputsFormatException>(() => ExitOutputs.Load(path)).Message);
        File.WriteAllBytes(folder.File("images.npy"), array);
        File.WriteAllBytes(folder.File("labels.npy"), array);
        Assert.Contains("Python objects", Assert.Throws<DataFormatException>(() => NumPyImages.Open(folder.Path)).Message);
        Assert.False(File.Exists(marker));
    }

    /// <summary>What the library could run code with that came in a file: it calls none of it.</summary>
    [Fact]
    public void The_library_has_nothing_to_execute_a_file_with()
    {
        string[] forbidden =
        [
            "System.Reflection.Assembly::Load", "System.Runtime.Loader.AssemblyLoadContext::Load", "System.Activator::CreateInstance", "System.Type::GetType(", "System.Diagnostics.Process::Start",
            "Formatters.Binary", "NetDataContractSerializer", "DataContractSerializer", "System.Xml.", "LambdaExpression::Compile", "System.Reflection.Emit", "System.Runtime.InteropServices.NativeLibrary",
        ];
        foreach (var assembly in new[] { typeof(Study).Assembly.Location, Path.Combine(Path.GetDirectoryName(typeof(Repository).Assembly.Location)!, "EarlyExit.Outputs.dll") }.Where(File.Exists))
        {
            using var module = ModuleDefinition.ReadModule(assembly);
            var called = module.GetMemberReferences().Select(reference => reference.FullName).ToArray();
            Assert.True(called.Length > 100);
            foreach (var name in forbidden) Assert.DoesNotContain(called, reference => reference.Contains(name, StringComparison.Ordinal) && !reference.Contains("Activator::CreateInstance<", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/tmp/evil")]
    [InlineData("..\\evil")]
    [InlineData("a/b/../../../evil")]
    public void A_name_in_a_file_or_a_data_set_leads_nowhere(string name)
    {
        using var folder = new TemporaryFolder();
        var entry = StudyEntry.Of(new StudyFolders(folder.File("cache"), folder.File("bundle")), name, "key");
        Assert.StartsWith(folder.File("cache") + Path.DirectorySeparatorChar, Path.GetFullPath(entry.Folder));
        folder.Write("index.json", $$"""[{"name":"{{name.Replace("\\", "\\\\")}}","network":"n","regime":"r","seed":0,"variant":"","dataSet":"d","made":"","costs":[1],"accuracy":[1],"shifts":[]}]""");
        if (name.Contains('/')) Assert.Contains("the name of a folder", Assert.Throws<OutputsFormatException>(() => Zoo.Load(folder.Path)).Message);
        Assert.Throws<ArgumentException>(() => EarlyExit.Charts.Verdict.For(name, "claim", "paper"));
    }

    [Fact]
    public async Task Hostile_archives_write_nothing_outside_their_folder() => await Unpack(200);

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "code")]
    public async Task Twenty_thousand_hostile_archives()
    {
        var (refused, written, outside) = await Unpack(20_000);
        Report.Count("archives tried", 20_000);
        Report.Count("refused", refused);
        Report.Count("files written outside", outside);
        Report.Say($"20,000 archives with names that climb out, absolute names, links, devices and doubles among sound entries: {refused:N0} refused, {written:N0} files written inside the folder, none outside.");
    }

    // Archives of a few entries, each sound or hostile; outside of the target folder nothing may change.
    private static async Task<(int Refused, int Written, int Outside)> Unpack(int count)
    {
        using var folder = new TemporaryFolder();
        var (target, outside) = (folder.File("target"), folder.File("outside"));
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "wanted.bin"), "as it was");
        var wanted = new Dictionary<string, long> { ["wanted.bin"] = 100, ["other.bin"] = 100 };
        var (random, refused, written) = (new Random(3), 0, 0);
        for (var n = 0; n < count; n++)
        {
            Directory.CreateDirectory(target);
            using var archive = new MemoryStream(Archive(random, outside));
            try
            {
                await EarlyExit.Data.Downloads.Archive.Unpack(archive, wanted, target, TestContext.Current.CancellationToken);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            var files = Directory.GetFileSystemEntries(target, "*", SearchOption.AllDirectories);
            Assert.All(files, file => Assert.True(wanted.ContainsKey(Path.GetFileName(file)) && new FileInfo(file).LinkTarget is null, file));
            written += files.Length;
            Directory.Delete(target, recursive: true);
            Assert.Equal([outside], Directory.GetFileSystemEntries(folder.Path));
        }
        Assert.Equal("as it was", File.ReadAllText(Path.Combine(outside, "wanted.bin")));
        Assert.Single(Directory.GetFiles(outside));
        return (refused, written, Directory.GetFiles(outside).Length - 1);
    }

    private static byte[] Archive(Random random, string outside)
    {
        string[] names = ["wanted.bin", "other.bin", "a/wanted.bin", "../outside/wanted.bin", $"{outside}/wanted.bin", "..\\outside\\wanted.bin", "a/../../outside/wanted.bin", "./wanted.bin", "C:/wanted.bin", "wanted.bin/", "...", "a//wanted.bin"];
        TarEntryType[] types = [TarEntryType.RegularFile, TarEntryType.RegularFile, TarEntryType.RegularFile, TarEntryType.SymbolicLink, TarEntryType.HardLink, TarEntryType.Fifo, TarEntryType.CharacterDevice, TarEntryType.Directory];
        using var bytes = new MemoryStream();
        using (var zipped = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zipped))
            for (var entries = 1 + random.Next(4); entries > 0; entries--)
            {
                var type = types[random.Next(types.Length)];
                var entry = new PaxTarEntry(type, names[random.Next(names.Length)]);
                if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = random.Next(2) == 0 ? outside : "../outside/wanted.bin";
                if (type == TarEntryType.RegularFile) entry.DataStream = new MemoryStream(new byte[random.Next(150)]);
                tar.WriteEntry(entry);
            }
        return bytes.ToArray();
    }
}
