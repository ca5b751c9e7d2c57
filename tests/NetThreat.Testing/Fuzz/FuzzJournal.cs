using System.IO.MemoryMappedFiles;

namespace NetThreat.Testing.Fuzz;

/// <summary>The input at work, in memory that a file keeps when the process dies.</summary>
public sealed unsafe class FuzzJournal : IDisposable
{
    private const int Header = 32;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _memory;

    public FuzzJournal(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, Header + Mutation.MaxLength);
        _view = _file.CreateViewAccessor();
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _memory);
    }

    public void Write(ulong position, int target, ushort kind, ReadOnlySpan<byte> input)
    {
        *(ulong*)_memory = position;
        *(int*)(_memory + 8) = target;
        *(int*)(_memory + 12) = input.Length;
        *(ushort*)(_memory + 16) = kind;
        input.CopyTo(new Span<byte>(_memory + Header, Mutation.MaxLength));
    }

    /// <summary>The position and target of the last input, and the input.</summary>
    public (ulong Position, int Target, FuzzInput Input) Read()
    {
        int length = Math.Clamp(*(int*)(_memory + 12), 0, Mutation.MaxLength);
        return (*(ulong*)_memory, *(int*)(_memory + 8), new(new ReadOnlySpan<byte>(_memory + Header, length).ToArray(), *(ushort*)(_memory + 16)));
    }

    public void Dispose()
    {
        if (_memory != null) _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _memory = null;
        _view.Dispose();
        _file.Dispose();
    }
}
