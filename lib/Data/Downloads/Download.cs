using System.Security.Cryptography;

namespace EarlyExit.Data.Downloads;

/// <summary>Brings a data set into the data folder: its own folder there gets complete, verified files or none.</summary>
public sealed class Download(HttpClient http, Patience patience)
{
    /// <summary>Downloads a data set of this repository's registry. Files that are in its folder already stay as they are.</summary>
    /// <param name="name">One of the registry: mnist, fashion-mnist, cifar-10, cifar-100, 20-newsgroups, sts-b.</param>
    /// <param name="dataFolder">The folder that holds one folder per data set. An archive that was put into it by hand is used instead of the net.</param>
    /// <param name="progress">Told of every few kilobytes; null for none.</param>
    /// <param name="cancel">Breaks off; the next call resumes.</param>
    /// <returns>The data set's folder.</returns>
    /// <exception cref="ArgumentException">The registry has no such data set.</exception>
    /// <exception cref="DownloadException">It could not be had; the message says why and how to get it by hand.</exception>
    public static async Task<string> Fetch(
        string name, string dataFolder, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        var registry = Registry.Load();
        if (!registry.TryGetValue(name, out var set))
            throw new ArgumentException($"There is no data set '{name}' to download, expected one of {string.Join(", ", registry.Keys)}.", nameof(name));
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("EarlyExit-workbook");
        return await new Download(http, Patience.Standard).Fetch(name, set, dataFolder, progress, cancel);
    }

    /// <summary>Downloads a data set that need not be in the registry.</summary>
    /// <inheritdoc cref="Fetch(string, string, IProgress{DownloadProgress}?, CancellationToken)"/>
    public async Task<string> Fetch(
        string name, RemoteDataSet set, string dataFolder, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        dataFolder = Path.GetFullPath(dataFolder);
        var target = Path.Combine(dataFolder, set.Folder);
        RemoteFile[] missing = [.. set.Files.Where(file => !file.Contents.All(content => File.Exists(Path.Combine(target, content))))];
        if (missing.Length == 0) return target;
        using var staging = new Staging(dataFolder, name);
        try
        {
            var transfer = new Transfer(http, patience, progress);
            foreach (var file in missing)
                await (ByHand(file, dataFolder) is { } path ? Check(file, path, cancel) : Complete(file, transfer, staging, cancel));
            foreach (var file in missing)
                await Accept(file, dataFolder, staging, cancel);
            staging.MoveTo(target);
            return target;
        }
        catch (HttpRequestException error)
        {
            throw new DownloadException($"{name}: {error.Message}\n{Advice(missing, dataFolder, target)}", error);
        }
        catch (InvalidDataException error)
        {
            staging.Clear();
            throw new DownloadException($"{name}: {error.Message}\n{Advice(missing, dataFolder, target)}", error);
        }
    }

    /// <summary>Where an archive lies that somebody brought on a stick.</summary>
    private static string? ByHand(RemoteFile file, string dataFolder) =>
        file.Unpacks is not null && Path.Combine(dataFolder, file.Name) is var path && File.Exists(path) ? path : null;

    private static async Task Check(RemoteFile file, string path, CancellationToken cancel)
    {
        await using var content = File.OpenRead(path);
        await Verify(file, content, path, cancel);
    }

    /// <summary>Downloads one file, trying its addresses in turn, until staging has it whole and verified.</summary>
    private static async Task Complete(RemoteFile file, Transfer transfer, Staging staging, CancellationToken cancel)
    {
        await using var part = staging.OpenPart(file);
        List<Exception> errors = [];
        while (errors.Count < file.Addresses.Count)
        {
            var address = file.Addresses[errors.Count];
            var resumed = part.Length > 0;
            try
            {
                await transfer.Run(file, address, part, cancel);
                await Verify(file, part, "what came", cancel);
                return;
            }
            catch (InvalidDataException error)
            {
                part.SetLength(0);
                if (!resumed) errors.Add(new InvalidDataException($"{address}: {error.Message}.", error)); // Else the old beginning may be to blame: once more.
            }
            catch (HttpRequestException error)
            {
                errors.Add(new HttpRequestException($"{address}: {error.Message}.", error));
            }
        }
        throw errors.Count == 1 ? errors[0]
            : errors.TrueForAll(error => error is InvalidDataException) ? new InvalidDataException(Joined()) : new HttpRequestException(Joined());

        string Joined() => string.Join('\n', errors.Select(error => error.Message));
    }

    private static async Task Verify(RemoteFile file, FileStream content, string what, CancellationToken cancel)
    {
        content.Position = 0;
        var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
        if (!found.Equals(file.Sha256, StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException($"{what} has {content.Length} bytes and SHA-256 {found}, expected {file.Bytes?.ToString() ?? "any number"} and {file.Sha256}");
        if (file.Md5 is not { } published) return;
        content.Position = 0;
        var md5 = Convert.ToHexStringLower(await MD5.HashDataAsync(content, cancel));
        if (!md5.Equals(published, StringComparison.OrdinalIgnoreCase)) throw new InvalidDataException($"{what} has MD5 {md5}, expected {published}");
    }

    private static async Task Accept(RemoteFile file, string dataFolder, Staging staging, CancellationToken cancel)
    {
        if (file.Unpacks is not { } wanted)
        {
            staging.Accept(file);
            return;
        }
        await using var archive = ByHand(file, dataFolder) is { } path ? File.OpenRead(path) : staging.OpenPart(file);
        await staging.Unpack(archive, wanted, cancel);
    }

    private static string Advice(IEnumerable<RemoteFile> files, string dataFolder, string target) =>
        "To bring it by hand, get on another machine\n"
        + string.Concat(files.Select(file => $"  {file.Addresses[0]} ({(file.Bytes is { } bytes ? $"{bytes} bytes, " : "")}SHA-256 {file.Sha256})\n    and put it into {(file.Unpacks is null ? target : dataFolder)}\n"))
        + "then give the command again: archives are verified and unpacked.";
}
