using System.Text.Json;
using EarlyExit.Workbook;

namespace EarlyExit.Data.Downloads;

/// <summary>A file on the net, and how to know that it is the right one.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Bytes">Its exact length; null where nobody states it, and then it is not checked.</param>
/// <param name="Sha256">Of its content, 64 hexadecimal digits.</param>
/// <param name="Addresses">Where to get it, in the order to try.</param>
/// <param name="Md5">Of its content, 32 hexadecimal digits, where its publisher gives that: checked too. Null where not.</param>
/// <param name="Unpacks">For a <c>.tar.gz</c>: the files wanted from it and the most bytes each may have. Null for a file that is kept as it is.</param>
public sealed record RemoteFile(
    string Name, long? Bytes, string Sha256, IReadOnlyList<Uri> Addresses, IReadOnlyDictionary<string, long>? Unpacks = null, string? Md5 = null)
{
    /// <summary>Names of the files that it puts into the data set's folder.</summary>
    public IEnumerable<string> Contents => Unpacks?.Keys ?? [Name];
}

/// <summary>A data set that can be downloaded.</summary>
/// <param name="Folder">The folder that its files go to, inside the data folder.</param>
/// <param name="Home">Its official page.</param>
/// <param name="Licence">What its authors say about its use.</param>
/// <param name="Source">Where the checksums come from.</param>
/// <param name="Files">What to download.</param>
public sealed record RemoteDataSet(string Folder, Uri Home, string Licence, string Source, IReadOnlyList<RemoteFile> Files);

/// <summary>The data sets that can be downloaded, from <c>data/registry.json</c>.</summary>
public static class Registry
{
    private const string Entries = "an object with one entry per data set, as in data/registry.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The registry of this repository, by name of data set.</summary>
    public static IReadOnlyDictionary<string, RemoteDataSet> Load() => Load(Path.Combine(Session.Root, "data", "registry.json"));

    /// <summary>Reads a registry file.</summary>
    /// <exception cref="DataFormatException">It is not one; the message says where and what is wrong.</exception>
    public static IReadOnlyDictionary<string, RemoteDataSet> Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, RemoteDataSet>>(bytes, Format)
                ?? throw new DataFormatException(path, 0, "null", Entries);
        }
        catch (JsonException error)
        {
            throw new DataFormatException(path, Offset(bytes, error), error.Message.Split(" Path:")[0].TrimEnd('.'), Entries);
        }
    }

    private static long Offset(ReadOnlySpan<byte> bytes, JsonException error)
    {
        var start = 0;
        for (var line = 0L; line < error.LineNumber; line++) start += bytes[start..].IndexOf((byte)'\n') + 1;
        return start + (error.BytePositionInLine ?? 0);
    }
}
