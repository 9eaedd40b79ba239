namespace EarlyExit.Data;

/// <summary>A data set that has to be downloaded first is not there. The message says where it was looked for and what to do.</summary>
public sealed class DataMissingException(string dataSet, string file) : Exception(
    $"{dataSet}: {file} is not there. Download it with `./workbook data {dataSet}`, or name the folder that holds it in EARLYEXIT_DATA (see data/README.md).")
{
    /// <summary>The name of the data set, as <c>./workbook data</c> takes it.</summary>
    public string DataSet { get; } = dataSet;

    /// <summary>The first file that was not found.</summary>
    public string File { get; } = file;
}
