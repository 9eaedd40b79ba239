using System.IO.MemoryMappedFiles;

namespace EarlyExit.Data.Files;

/// <summary>
/// The bytes of images in a file, which the operating system brings into memory when they are looked at and lets go of when it
/// needs the room. The file stays mapped as long as the process lives, so that no span of it can outlive it.
/// </summary>
internal sealed unsafe class MappedPixels
{
    private readonly byte* _first;
    private readonly long _length;

    /// <param name="path">A file that nobody changes.</param>
    /// <param name="start">Where the pixels begin, in bytes.</param>
    public MappedPixels(string path, long start)
    {
        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        // Never released: the handle counts this as a use and keeps the mapping.
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _first);
        _first += view.PointerOffset + start;
        _length = new FileInfo(path).Length - start;
    }

    /// <summary>Some bytes, from a place after the start on.</summary>
    public ReadOnlySpan<byte> Slice(long from, int length)
    {
        if (from < 0 || length < 0 || from + length > _length) throw new ArgumentOutOfRangeException(nameof(from), from, $"There are {_length} bytes.");
        return new(_first + from, length);
    }
}
