using System.Text.Json;

namespace EarlyExit.Bench;

/// <summary>What a call of <c>./workbook bench</c> asks for.</summary>
/// <param name="Root">The repository's folder.</param>
/// <param name="Rows">Starts of rows' names; none for all but those that take long.</param>
/// <param name="Rounds">How often ours and the peer take turns, at least 1.</param>
/// <param name="Threads">Threads of both.</param>
/// <param name="Json">A file for the records, or null.</param>
/// <param name="Publish">Whether the results go to <c>bench/results</c>.</param>
internal sealed record Request(string Root, string[] Rows, int Rounds, int Threads, string? Json, bool Publish)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Request Parse(string json) => JsonSerializer.Deserialize<Request>(json, Names)!;
}
