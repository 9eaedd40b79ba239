namespace DynamicObj;

/// <summary>An object whose properties are set at run time; every element of a plotly figure is one, and is written as a JSON object.</summary>
public class DynamicObj
{
    private readonly Dictionary<string, object> _properties = [];

    internal IReadOnlyDictionary<string, object> Properties => _properties;

    /// <summary>Sets the property, new or not, to a value.</summary>
    public void SetProperty(string propertyName, object propertyValue) => _properties[propertyName] = propertyValue;

    /// <summary>Removes the property and says whether it was there.</summary>
    public bool RemoveProperty(string propertyName) => _properties.Remove(propertyName);

    /// <summary>Lays the properties of <paramref name="second"/> over those of this object, objects within objects likewise.</summary>
    internal void Combine(DynamicObj second)
    {
        foreach (var (name, value) in second._properties)
            if (value is DynamicObj over && _properties.GetValueOrDefault(name) is DynamicObj under && !ReferenceEquals(over, under))
                under.Combine(over);
            else
                SetProperty(name, value);
    }
}
